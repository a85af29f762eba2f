"""Ways of breaking a clean sample, as data: the broken document, the code and the line expected.

Everything is derived from the contracts and from the text of the samples: a new contract or a new field has
its mutations without a change here. Nothing of the program that understands samples takes part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pieces import Piece

    from draftproof.samples.knowledge import Contract, Knowledge

_LISTS = frozenset({"choices", "data", "output", "content"})
_KEY = r"""(?P<quote>\\?["']|\b){name}(?P=quote)(?P<sign>\s*(?:=>|[:=](?![=:])))"""
_STEP = r"(?<=\.)(?P<quote>){name}(?P<sign>\()(?!\))"
"""A field that a method of a builder gives."""
_VALUES = {"stop": '"END"', "messages": "[]", "functions": "[]", "system": '"Be brief."', "contents": "[]"}
_INSERTED_EACH = 3
"""Foreign fields added to each sample; the next sample has the next ones."""
_CHAIN = (
    r"""(?:(?:\??\.|->)(?!each\b|empty\b|len\b|clone\b|as_str\b|as_array\b)[A-Za-z_]\w*(?!\w|\()"""
    r"""|\[["']\w+["']\]|(?:\?\.)?\[\d+\])*"""
)
_OTHER_LIMITS = (
    (
        r"context\.With(?:Timeout|Deadline)\(context\.Background\(\), .*\)",
        "context.WithCancel(context.Background())",
    ),
    (r", option\.WithRequestTimeout\(\d+\*time\.Second\)", ""),
    (r"\s*\.timeout\(Duration(?:\.|::)\w+\(\d+\)\)", ""),
    (r"(?:\n *)?(?:CURLOPT_TIMEOUT|'timeout') => \d+,", ""),
    (r"\n *curl_setopt\(\$ch, CURLOPT_TIMEOUT, \d+\);", ""),
    (r"tokio::time::timeout\(Duration::from_secs\(60\), (?=client)", "std::convert::identity("),
    (r"CancellationTokenSource\(TimeSpan\.\w+\(\d+\)\)", "CancellationTokenSource()"),
    (r"\n *[\w.]+\.(?:(?:read_)?timeout|timeoutInterval) = \d+", ""),
    (r", timeoutInterval: \d+", ""),
)
"""Limits in time by the calls that set them, and what stands there without one."""
_DECLARED = re.compile(r"\s*(?:Vec<|&'|&str\b|String\b|u32\b|Option<)")
"""The type of a field that is declared."""
_TOOL = "get_weather"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A broken document and what has to be found in it: one of ``codes`` on one of ``lines``."""

    piece: Piece
    kind: str
    what: str
    text: str
    codes: frozenset[str]
    lines: frozenset[int]


def mutations(piece: Piece, knowledge: Knowledge, turn: int) -> Iterator[Mutation]:
    """Every way in which a sample is broken. ``turn`` chooses among ways of which there are many."""
    contract = knowledge.contracts[piece.family]
    if piece.typed:
        yield from _of_typed(piece, contract, knowledge)
        return
    yield from _renamed_fields(piece, contract)
    yield from _inserted_fields(piece, contract, turn)
    yield from _misspelt_fields(piece, contract, knowledge)
    yield from _missing_fields(piece, contract)
    yield from _other_calls(piece, contract, knowledge)
    yield from _accessors(piece, contract, knowledge)
    yield from _event_accessors(piece, contract, knowledge)
    yield from _events(piece, contract, knowledge)
    yield from _sentinels(piece, contract)
    yield from _parts(piece, contract)
    yield from _nestings(piece, contract)
    yield from _addresses(piece)
    yield from _credentials(piece)
    yield from _streams(piece, contract)


def _one(
    piece: Piece, kind: str, what: str, code: str, *edits: tuple[int, int, str], at: int = -1
) -> Mutation:
    line = piece.line(edits[0][0] if at < 0 else at)
    return Mutation(piece, kind, what, piece.changed(*edits), frozenset({code}), frozenset({line}))


def _keys(piece: Piece, name: str) -> list[re.Match[str]]:
    """Where a field is given: keyword argument, member, added member."""
    form = _STEP if piece.builds else _KEY
    found = re.finditer(form.format(name=re.escape(piece.field(name))), piece.code)
    return [m for m in found if not _is_no_key(piece.code[max(0, m.start() - 12) : m.start()], m)]


def _is_no_key(before: str, match: re.Match[str]) -> bool:
    """True for options of commands, variables of their own, comparisons and types."""
    if _DECLARED.match(match.string, match.end()):
        return True
    assigned = not match["quote"] and match["sign"].endswith("=") and match["sign"] != "="
    return before.endswith(("$", "-", "const ", "let ", "== ")) or assigned


def _shorthands(piece: Piece, name: str) -> list[re.Match[str]]:
    if piece.language not in ("javascript", "typescript"):
        return []
    return list(re.finditer(rf"(?<=[{{,\n])(?P<before>\s*)\b{name}\b(?=\s*[,}}])", piece.code))


def _applies(piece: Piece, entry: Mapping[str, object]) -> bool:
    only = entry.get("only")
    return not isinstance(only, list | tuple) or piece.provider in only


def _respelt(piece: Piece, old: str, new: str) -> list[tuple[int, int, str]]:
    spelt = piece.field(new)
    edits = [(m.start(), m.start("sign"), m["quote"] + spelt + m["quote"]) for m in _keys(piece, old)]
    for match in _shorthands(piece, old):
        edits += [(match.end("before"), match.end(), f"{new}: {old}")]
    for match in re.finditer(rf"""(\[["']|\.){old}(?=["']?\]? = )""", piece.code):
        edits += [(match.end(1), match.end(), new)]
    return edits


def _renamed_fields(piece: Piece, contract: Contract) -> Iterator[Mutation]:
    for foreign, entry in contract.foreign.items():
        own = entry.get("rename")
        if own and _applies(piece, entry):
            for edit in _respelt(piece, own, foreign):
                yield _one(piece, "field", f"{own} -> {foreign}", "API001", edit)


def _model_field(piece: Piece) -> re.Match[str] | None:
    if piece.builds:
        return re.search(r"""(?P<q>)\.model(?P<sign>\()(?:"[^"]*"|\w+)\)""", piece.code)
    name = piece.field("model")
    quoted = rf"""(?P<q>\\?["']|\b){name}(?P=q)\s*(?P<sign>=>|[:=])\s*(?:\\?["'][^"'\\]*\\?["']|[\w$>-]+),"""
    return re.search(quoted, piece.code) or re.search(r"(?P<q>)\bmodel(?P<sign>),", piece.code)


def _inserted_fields(piece: Piece, contract: Contract, turn: int) -> Iterator[Mutation]:
    model = _model_field(piece)
    if model is None:
        return
    names = [
        name
        for name, entry in contract.foreign.items()
        if _applies(piece, entry) and not _keys(piece, name) and not re.search(rf"\b{name}\b", piece.code)
    ]
    sign = {"=": "=", "=>": " => "}.get(model["sign"], ": ")
    for index in range(min(_INSERTED_EACH, len(names))):
        name = names[(turn * _INSERTED_EACH + index) % len(names)]
        value = _VALUES.get(name, "2").replace('"', model["q"] or '"')
        value = value.replace('"', "'") if piece.language == "php" and not model["q"] else value
        in_go = piece.language == "go" and (piece.uses_sdk or "map[string]any" in piece.code)
        value = value.replace("[]", "nil") if in_go else value
        added = f" {model['q']}{piece.field(name)}{model['q']}{sign}{value},"
        if piece.builds:
            added = f".{piece.field(name)}({value.replace('[]', 'null')})"
        yield _one(piece, "field", f"+ {name}", "API001", (model.end(), model.end(), added))


def _misspelt_fields(piece: Piece, contract: Contract, knowledge: Knowledge) -> Iterator[Mutation]:
    everywhere = {name for each in knowledge.contracts.values() for name in (*each.fields, *each.foreign)}
    for name in sorted(contract.fields):
        wrong = name[:-1]
        if len(name) < 8 or wrong in everywhere or name == "metadata":
            continue
        for edit in _respelt(piece, name, wrong)[:1]:
            yield _one(piece, "spelling", f"{name} -> {wrong}", "API009", edit)


def _missing_fields(piece: Piece, contract: Contract) -> Iterator[Mutation]:
    if any(_keys(piece, name) for name in contract.required.get("unless", ())):
        return
    where = re.search(
        r"(?:\.|->)(?:create|stream|generate|New|Generate|createStreaming|NewStreaming|createStream(?:ed)?|create_stream)\(|/(?:responses|completions|embeddings|generations|messages)\b",
        piece.code,
    )
    plain = re.search(r"dict\(|\*\*|\.\.\.", piece.code) is None
    if where is None or not plain or "{{" in piece.code:
        return
    for name in contract.required.get(piece.provider, ()):
        for match in _keys(piece, name)[:1]:
            rest = re.compile(r"""\s*(?:\\?"[^"\\]*\\?"|[\w]+)(?:,\s?|(?=\s*[)}\n]))""").match(
                piece.code, match.end()
            )
            if piece.builds:
                rest = re.compile(r"""(?:"[^"]*"|\w+)\)""").match(piece.code, match.end())
            if rest is not None:
                lines = frozenset(range(piece.line(0), piece.line(len(piece.code))))
                text = piece.changed((match.start() - piece.builds, rest.end(), ""))
                yield Mutation(piece, "missing", f"- {name}", text, frozenset({"API002"}), lines)


def _tail(contract: Contract) -> str:
    return re.sub(r"^/v1(?:beta)?", "", contract.create[1]).replace("{model}", "<MODEL_ID>")


def _other_calls(piece: Piece, contract: Contract, knowledge: Knowledge) -> Iterator[Mutation]:
    """The path of another family: its fields are then the foreign ones."""
    for other in knowledge.contracts.values():
        if other.family == contract.family:
            continue
        edit = _other_call(piece, contract, other)
        if edit is None:
            continue
        present = [
            match.end() - 1
            for name, entry in other.foreign.items()
            if name in contract.fields and name not in other.fields and _applies(piece, entry)
            for match in [*_keys(piece, name), *_shorthands(piece, name)]
        ]
        if present:
            lines = frozenset(piece.line(start) for start in present)
            text = piece.changed(edit)
            yield Mutation(piece, "path", f"-> {other.family}", text, frozenset({"API001"}), lines)


def _other_call(piece: Piece, contract: Contract, other: Contract) -> tuple[int, int, str] | None:
    if piece.uses_sdk:
        if piece.language == "swift":
            # What is handed over is of a class of its call: another call of it does not compile.
            return None
        if {"anthropic_messages", "gemini"} & {contract.family, other.family}:
            return None
        for path in contract.create_calls:
            match = re.search(rf"(?<=\.|>){re.escape(piece.call(path))}(?=\()", piece.code)
            if match is not None:
                alike = (call for call in other.create_calls if call[-1] == path[-1] and len(call) > 1)
                return match.start(), match.end(), piece.call(next(alike, other.create_calls[0]))
        return None
    match = re.search(rf"{re.escape(_tail(contract))}(?=[\"'`\s]|$)", piece.code)
    return (match.start(), match.end(), _tail(other)) if match is not None else None


def _canonical(contract: Contract, *, parsed: bool) -> str:
    """How the answers of a family are read, as its contract recommends."""
    told = re.search(r"`([^`]+)`", str(contract.results["instead"]))
    path = told[1].removeprefix("response.") if told else ""
    if parsed and path in contract.results.get("sdk-only", ()):
        path = (
            next(".".join(p) for p in contract.telling if ".".join(p) not in contract.results["sdk-only"])
            + "[0]"
        )
    return path


def _spelt(piece: Piece, path: str, like: str) -> str:
    """A path as the language writes it: attributes, methods, or members by their names in brackets."""
    if piece.language in ("go", "java", "kotlin", "csharp", "php") and not like.startswith("["):
        steps = re.findall(r"(\w+)(\[\d+\])?", path)
        calls = "()" if piece.calls_members else ""
        item = ".get(0)" if piece.calls_members else "[0]"
        dot = "->" if piece.language == "php" else "."
        spelt = "".join(f"{dot}{piece.member(name)}{calls}{item if index else ''}" for name, index in steps)
        return f"{spelt}()" if path == "output_text" and piece.language == "go" else spelt
    if not like.startswith("["):
        return path if like.startswith("@") else f".{path}"
    quote = like[1]
    steps = re.findall(r"\w+|\[\d+\]", path)
    return "".join(step if step.startswith("[") else f"[{quote}{step}{quote}]" for step in steps)


def _reading(piece: Piece, path: tuple[str, ...]) -> re.Pattern[str]:
    if piece.calls_members:
        steps = [rf"\.{piece.member(step)}\(\)(?:\.get\(\d+\))?" for step in path]
        return re.compile("".join(steps) + r"(?:\.\w+\(\)|\.get\(\d+\))*")
    call = r"(?:\(\))?" if piece.language in ("go", "rust") else ""
    steps = [
        rf"""(?:(?:\??\.|->){piece.member(step)}\b{call}|\[["']{step}["']\])(?:(?:\?\.)?\[\d+\])?"""
        for step in path
    ]
    # Where an SDK has the event's name and what came with it, the latter is the event.
    front = r"(?:->response)?" if piece.language == "php" and piece.streams and piece.uses_sdk else ""
    return re.compile(front + "".join(steps) + _CHAIN)


def _accessors(piece: Piece, contract: Contract, knowledge: Knowledge) -> Iterator[Mutation]:
    if piece.language == "http" or (piece.streams and not piece.uses_sdk):
        return
    for own in contract.telling:
        for match in _reading(piece, own).finditer(piece.code):
            if piece.streams or piece.code[match.end() : match.end() + 1] == "(" or match[0].startswith("?."):
                continue
            for other in knowledge.contracts.values():
                # A family without telling paths has answers that could be anybody's.
                if other.family == contract.family or not other.telling:
                    continue
                new = _spelt(piece, _canonical(other, parsed=not piece.uses_sdk), match[0])
                what = f"{match[0]} -> {new}"
                yield _one(piece, "accessor", what, "API003", (match.start(), match.end(), new))
            break


def _of_typed(piece: Piece, contract: Contract, knowledge: Knowledge) -> Iterator[Mutation]:
    """An SDK with names of its own: a foreign answer is read, an end unnoticed, nothing limits."""
    own = re.search(r"\.GetOutputText\(\)", piece.code)
    for other in knowledge.contracts.values():
        if own is not None and other.family != contract.family and other.telling:
            new = _spelt(piece, _canonical(other, parsed=False), own[0])
            yield _one(piece, "accessor", f"{own[0]} -> {new}", "API003", (*own.span(), new))
    yield from _streams(piece, contract)


def _event_accessors(piece: Piece, contract: Contract, knowledge: Knowledge) -> Iterator[Mutation]:
    if not piece.streams or not contract.stream:
        return
    for own in contract.stream.get("telling", ()):
        pattern = _reading(piece, tuple(own.split(".")))
        code = piece.code
        match = next(
            (
                m
                for m in pattern.finditer(code)
                if not re.search(r"[\"'][\w.]*$", code[: m.start()]) and not code.startswith("(let ", m.end())
            ),
            None,
        )
        if match is None:
            continue
        for other in knowledge.contracts.values():
            telling = other.stream.get("telling", ())
            if (
                other.family == contract.family
                or not telling
                or telling[0] in contract.stream.get("telling", ())
            ):
                continue
            path = "choices[0].delta.content" if telling[0] == "choices" else telling[0]
            new = _spelt(piece, path, match[0].removeprefix("?"))
            if contract.stream.get("typed") and telling[0] != "choices":
                continue
            yield _one(piece, "accessor", f"{match[0]} -> {new}", "API003", (match.start(), match.end(), new))
        return


def _quoted(piece: Piece, name: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"""(?<=["'])(?<!\[["']){re.escape(name)}(?=["'])""", piece.code))


def _events(piece: Piece, contract: Contract, knowledge: Knowledge) -> Iterator[Mutation]:
    others = [c for c in knowledge.contracts.values() if c.family != contract.family and c.events]
    for name in sorted(contract.events):
        for match in _quoted(piece, name)[:1]:
            if piece.family == "anthropic_messages" and re.search(
                r"\.on\($", piece.code[: match.start() - 1]
            ):
                continue
            flat = name[:9] + name[9:].replace(".", "_") if "." in name else name.replace("_", ".", 1)
            wrong = [flat] if flat not in contract.known_events else []
            wrong += [
                min(e for e in other.events - contract.events if "." in e or "_" in e) for other in others
            ]
            wrong.extend(sorted(contract.stream.get("elsewhere", {})))
            for new in wrong:
                yield _one(piece, "event", f"{name} -> {new}", "API004", (match.start(), match.end(), new))


def _sentinels(piece: Piece, contract: Contract) -> Iterator[Mutation]:
    """The end of a stream is waited for under the name ``[DONE]`` alone."""
    if (
        not piece.streams
        or contract.stream.get("sentinel") == "ends"
        or (".stream(" in piece.code and piece.uses_sdk)
    ):
        return
    ends = [m for name in sorted(contract.terminal) for m in _quoted(piece, name)]
    if not ends:
        return
    shown = piece.code.find("[DONE]")
    edits = [(m.start(), m.end(), "[DONE]") for m in ends]
    lines = frozenset({*(piece.line(m.start()) for m in ends), *([piece.line(shown)] if shown >= 0 else [])})
    yield Mutation(piece, "sentinel", "ends -> [DONE]", piece.changed(*edits), frozenset({"API004"}), lines)
    if shown >= 0:
        harmless = min(contract.events - contract.terminal)
        gone = piece.changed(*((m.start(), m.end(), harmless) for m in ends))
        yield Mutation(
            piece,
            "sentinel",
            "no end but [DONE]",
            gone,
            frozenset({"API004"}),
            frozenset({piece.line(shown)}),
        )


def _parts(piece: Piece, contract: Contract) -> Iterator[Mutation]:
    """Parts of messages under the type that another family gives them."""
    for entry in contract.shapes:
        if (
            entry.get("value-of") != "type"
            or not str(entry["at"]).endswith(".content")
            or not _applies(piece, entry)
        ):
            continue
        for foreign, own in entry.get("rename", {}).items():
            pattern = rf"""type\\?["']?\s*(?:=>|:)\s*\\?["'](?P<type>{own})(?=\\?["'])"""
            for match in list(re.finditer(pattern, piece.code))[:2]:
                edit = (match.start("type"), match.end("type"), foreign)
                yield _one(piece, "part", f"{own} -> {foreign}", "API005", edit)


def _closing(code: str, opening: int) -> int:
    """Where the brace that opens at a place closes."""
    depth = 0
    for index in range(opening, len(code)):
        depth += {"{": 1, "}": -1, "[": 1, "]": -1}.get(code[index], 0)
        if depth == 0:
            return index
    return -1


def _nestings(piece: Piece, contract: Contract) -> Iterator[Mutation]:
    """Tools and schemas one level too deep, or one too shallow, or under another name."""
    if piece.builds or (piece.uses_sdk and piece.language in ("go", "java", "kotlin")):
        return  # their compilers know the shapes
    shapes = contract.shapes
    for key, at in (("function", "tools"), ("json_schema", "format")):
        nested_is_foreign = any(s.get("key") == key and str(s["at"]).endswith(at) for s in shapes)
        nested_is_own = any(s.get("missing") == key for s in shapes)
        if nested_is_foreign:
            yield from _wrapped(piece, key, at)
        elif nested_is_own:
            yield from _unwrapped(piece, key)
    if any(s.get("key") == "input_schema" for s in shapes) and "tools" in piece.code:
        for match in _keys(piece, "parameters"):
            new = match["quote"] + "input_schema" + match["quote"]
            if piece.family != "chat_completions":
                edit = (match.start(), match.start("sign"), new)
                yield _one(piece, "nesting", "parameters -> input_schema", "API005", edit)
    if piece.family == "anthropic_messages":
        for match in _keys(piece, "input_schema"):
            new = match["quote"] + "parameters" + match["quote"]
            name = next(m for m in _keys(piece, "name") if _TOOL in piece.code[m.end() : m.end() + 20])
            sign = " => " if name["sign"].strip() == "=>" else ": "
            kind = (
                f"{name['quote']}type{name['quote']}{sign}{name['quote']}function{name['quote']}, "
                if name["quote"]
                else 'type: "function", '
            )
            edits = ((match.start(), match.start("sign"), new), (name.start(), name.start(), kind))
            yield _one(piece, "nesting", "input_schema -> parameters", "API005", *edits)


def _wrapped(piece: Piece, key: str, at: str) -> Iterator[Mutation]:
    for match in _keys(piece, "name"):
        value = re.compile(r"""\s*["'](\w+)["']""").match(piece.code, match.end())
        sign = match["sign"].strip()
        if value is None or (value[1] == _TOOL) != (at == "tools") or sign not in (":", "=>"):
            continue
        opening, closing, sign = (
            ("[", "]", " =>") if piece.language == "php" and sign == "=>" else ("{", "}", ":")
        )
        quote = match["quote"]
        old = piece.code[match.start() : value.end()]
        edit = (match.start(), value.end(), f"{quote}{key}{quote}{sign} {opening}{old}{closing}")
        yield _one(piece, "nesting", f"name -> {key}.name", "API005", edit)


def _unwrapped(piece: Piece, key: str) -> Iterator[Mutation]:
    for match in re.finditer(rf"""(["']|\b){key}\1\s*(?:=>|:)\s*(?P<open>[{{\[])""", piece.code):
        end = _closing(piece.code, match.start("open"))
        if end < 0:
            continue
        name = piece.code.find("name", match.end())
        after = end + 1 + piece.code[end + 1 :].startswith(",")
        edits = ((match.start(), match.end(), ""), (end, after, ""))
        lines = frozenset(range(piece.line(name), piece.line(end) + 1))
        yield Mutation(
            piece, "nesting", f"{key}.name -> name", piece.changed(*edits), frozenset({"API005"}), lines
        )


def _addresses(piece: Piece) -> Iterator[Mutation]:
    """A version too many in the path, in the fence or in the base URL before it."""
    if piece.language == "http" or piece.family == "anthropic_messages":
        return
    match = re.search(r"https://api\.\w+\.com(?P<version>/v1)", piece.code)
    if match is not None:
        yield _one(piece, "address", "/v1/v1", "API007", (match.end(), match.end(), "/v1"))
        yield _one(piece, "address", "no /v1", "API007", (match.start("version"), match.end("version"), ""))
        return
    setup = re.search(r"https://api\.\w+\.com(?P<version>/v1)", piece.setup)
    tail = re.search(r"/(?:responses|chat/completions|embeddings|images/generations)\b", piece.code)
    if setup is None or re.search(r"https://|\burl\b", piece.code) or (tail is None and not piece.uses_sdk):
        return
    lines = {piece.text.count("\n", 0, setup.start()) + 1, *([piece.line(tail.start())] if tail else [])}
    for what, new in (
        ("/v1/v1 in the base", setup[0] + "/v1"),
        ("no /v1 in the base", setup[0].removesuffix("/v1")),
    ):
        text = piece.changed().replace(setup[0], new, 1)
        yield Mutation(piece, "address", what, text, frozenset({"API007"}), frozenset(lines))


def _credentials(piece: Piece) -> Iterator[Mutation]:
    """The header of another family, or a scheme left out."""
    if piece.family == "anthropic_messages" or piece.uses_sdk:
        return
    match = re.search(r"\bAuthorization(?=[\"']?(?:: |, | => |\)))", piece.code)
    if match is not None and "api." in piece.code:
        yield _one(
            piece, "header", "Authorization -> x-api-key", "API008", (match.start(), match.end(), "x-api-key")
        )


def _streams(piece: Piece, contract: Contract) -> Iterator[Mutation]:
    """A stream that is not asked for, whose end is not noticed, that nothing limits."""
    if not piece.streams:
        return
    lines = frozenset(range(piece.line(0), piece.line(len(piece.code))))
    asked = re.search(r",?\s*stream(?:=|: )[tT]rue(?=,|\s*[})])", piece.code)
    if piece.uses_sdk and asked is not None:
        text = piece.changed((asked.start(), asked.end(), ""))
        yield Mutation(piece, "stream", "- stream", text, frozenset({"STR005"}), lines)
    ends = [m for name in sorted(contract.terminal) for m in _quoted(piece, name)]
    if ends and "[DONE]" not in piece.code and "final" not in piece.code and "stop_reason" not in piece.code:
        harmless = min(contract.events - contract.terminal)
        text = piece.changed(*((m.start(), m.end(), harmless) for m in ends))
        if "TERMINAL" not in piece.code:
            yield Mutation(piece, "stream", "- end", text, frozenset({"STR002"}), lines)
    yield from _class_ends(piece, contract, lines)
    limits = list(
        re.finditer(r"timeout=(?:\w+\.?\w*(?:\([^)]*\))?|\([^)]*\))|(?:timeout|signal): [^,\n]+", piece.code)
    )
    for pattern, new in _OTHER_LIMITS:
        for match in re.finditer(pattern, piece.code):
            text = piece.changed((match.start(), match.end(), new))
            yield Mutation(piece, "stream", "- limit", text, frozenset({"STR003"}), lines)
    if limits and "timeout" not in piece.setup:
        text = piece.changed(*((m.start(), m.end(), "**{}" if "=" in m[0] else "") for m in limits))
        text = text.replace(", **{}", "").replace("**{},", "").replace("**{}", "")
        yield Mutation(piece, "stream", "- limit", text, frozenset({"STR003"}), lines)


def _class_ends(piece: Piece, contract: Contract, lines: frozenset[int]) -> Iterator[Mutation]:
    """The classes of the events that end a stream become that of one that ends nothing."""
    if "final" in piece.code or any(_quoted(piece, name) for name in contract.terminal):
        return
    names = [
        "".join(step.capitalize() for step in name.split(".")) for name in contract.terminal if "." in name
    ]
    ends = [m for name in names for m in re.finditer(rf"{name}(?=Event|Update|\()", piece.code)]
    ends += list(re.finditer(r"ResponseError(?=Event|Update)", piece.code))
    if len(ends) > 1 or (ends and piece.typed):
        text = piece.changed(*((m.start(), m.end(), "ResponseInProgress") for m in ends))
        yield Mutation(piece, "stream", "- end", text, frozenset({"STR002"}), lines)
