"""Samples that print a credential: ``print(api_key)``, ``console.log(process.env.API_KEY)``, ``echo $TOKEN``.

Only what surely shows the whole value counts. Anything done to it on the way (a slice, a length, a
comparison, a mask, a call) silences the statement, and so does a name that has other meanings: ``token`` is a
piece of text to most samples about language models, so alone it counts only where the sample got it from an
authentication call.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.checks.credentials.names import NameKind
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.checks.credentials.names import Names

_SHELLS = frozenset(
    ["", "bash", "sh", "shell", "zsh", "console", "terminal", "powershell", "ps1", "pwsh", "cmd", "bat"]
)
_CALL = re.compile(
    r"(?<![\w.])((?:print|pprint|puts|printf|println|var_dump|print_r|error_log|dump)"
    r"|console\.(?:log|info|debug|warn|error)"
    r"|(?:logger|logging|log|Log|_logger)\.(?:info|debug|warning|warn|error|print|Info|Debug"
    r"|LogInformation|Println|Printf|Print)|System\.out\.print(?:ln|f)?|fmt\.Print(?:ln|f)?"
    r"|Console\.Write(?:Line)?|(?:e?println|dbg)!)[ \t]{0,4}\("
)
_REACH = 600
_BRACKET = re.compile(r"[()]")
_LOOKUP = re.compile(
    r"(?:os\.environ\.get|os\.environ|os\.getenv|getenv|process\.env|Deno\.env\.get|Bun\.env|import\.meta\.env"
    r"|ENV|System\.getenv|os\.Getenv|Environment\.GetEnvironmentVariable|env::var)"
    r"(?:[\[(][ \t]{0,4}[\"'](\w{1,80})[\"'][^)\]\n]{0,60}[)\]]|\.(\w{1,80}))"
)
_ALTERED = re.compile(
    r"len\(|bool\(|\[[^\]\n]{0,20}:|\.slice|\.subst|\.length|\.replace|\.split|mask|redact|hash|sha\d|hide|trunc|"
    r"[=!]=|\bis\b|\bnot\b|\bin\b|!!|\?|\bif\b|\btypeof\b|type\(|starts?_?with|ends?_?with|exists|isset|"
    r"empty\(|repeat|\*|count",
    re.IGNORECASE,
)
_CHAIN = re.compile(r"\$?[A-Za-z_][\w$]{0,80}(?:(?:\.|->|\?\.|::)[A-Za-z_]\w{0,80}){0,8}")
_VAGUE = frozenset({"token", "tokens", "secret", "secrets", "jwt", "key", "credential", "pass"})
_AUTHENTICATES = (
    r"\b%s[ \t]{0,4}(?::[^=\n]{0,30})?=[^\n]{0,200}(?:get_?token|getenv|environ|process\.env|access_?token"
    r"|create_?token|authenticate|jwt\.(?:encode|sign)|login|getAccessToken|secret)"
)
_ECHO = re.compile(
    r"(?m)(?:^|[;&][ \t]|[$>][ \t]|[ \t])(echo|printf|printenv|Write-Host|Write-Output)[ \t]+([^\n]{1,600})"
)
_PROMPT = re.compile(r"^[ \t]*(?:[\w.@~/:-]{0,60} ?)?\$[ \t]", re.MULTILINE)
_BANG = re.compile(r"^(?:(?!!)[^\n]*|!)", re.MULTILINE)
"""In a notebook cell: whole lines that are no shell, and the mark of those that are."""
_SHELL_NAME = re.compile(r"\$(?:env:)?(?:([A-Za-z_]\w{0,80})|\{([A-Za-z_]\w{0,80})\})|%([A-Za-z_]\w{0,80})%")


@dataclass(frozen=True, slots=True)
class Printed:
    """An expression that a statement shows, as offsets of the code; ``shown`` holds names only."""

    start: int
    end: int
    shown: str
    function: str


def printed_expressions(code: str, language: str, names: Names) -> Iterator[Printed]:
    """Every credential that a sample prints."""
    lowered = code.lower()
    if not any(word in lowered for word in names.marks):
        return
    if language in _SHELLS:
        code = _without_output(code)
        yield from _echoed(code, names)
    elif "\n!" in f"\n{code}":
        yield from _echoed(_BANG.sub(lambda line: " " * len(line[0]), code), names)
    authenticated: dict[str, bool] = {}
    for call in _CALL.finditer(code):
        end = _close(code, call.end())
        if end > call.end():
            for start, stop, shown in _shown_names(code[call.end() : end], names):
                vague = shown.rpartition(".")[2].lower()
                if vague in _VAGUE and vague not in authenticated:
                    authenticated[vague] = _is_authenticated(code, vague)
                if authenticated.get(vague, True):
                    yield Printed(call.end() + start, call.end() + stop, shown, call[1])


def _without_output(code: str) -> str:
    """A console session with what was printed blanked out; lengths stay. Other shell code as it is.

    Once a line begins with a prompt, lines without one are output, unless the line before goes on.
    """
    if not _PROMPT.search(code):
        return code
    kept: list[str] = []
    goes_on = False
    for line in code.split("\n"):
        is_command = goes_on or _PROMPT.match(line) is not None
        kept.append(line if is_command else " " * len(line))
        goes_on = is_command and line.rstrip().endswith("\\")
    return "\n".join(kept)


def _echoed(code: str, names: Names) -> Iterator[Printed]:
    """Shell: what goes to a file or another command is not shown."""
    for match in _ECHO.finditer(code):
        start = match.start(2)
        if match[1] == "printenv":
            word = match[2].split()[0] if match[2].split() else ""
            if _is_secret(word, names):
                yield Printed(start, start + len(word), word, "printenv")
            continue
        command, shown = _command(match[2])
        # GitHub takes that line as the order to mask the value, and prints it nowhere.
        if not shown or "::add-mask::" in match[2]:
            continue
        for name in _SHELL_NAME.finditer(command):
            word = name[1] or name[2] or name[3]
            if _is_secret(word, names):
                yield Printed(start + name.start(), start + name.end(), name[0], match[1])


def _command(line: str) -> tuple[str, bool]:
    """A command up to its end, single-quoted text blanked out; False where its output goes elsewhere."""
    kept: list[str] = []
    quote = ""
    for index, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
            kept.append(character if quote != "'" else " ")
        elif character in "\"'":
            quote = character
            kept.append(" ")
        elif character in "|>":
            return "", False
        elif character in ";#" or line.startswith("&&", index):
            break
        else:
            kept.append(character)
    return "".join(kept), True


def _close(code: str, start: int) -> int:
    """The offset of the parenthesis that closes the one before ``start``, -1 where it is not in reach."""
    depth = 1
    for bracket in _BRACKET.finditer(code, start, start + _REACH):
        depth += 1 if bracket[0] == "(" else -1
        if depth == 0:
            return bracket.start()
    return -1


def _shown_names(arguments: str, names: Names) -> Iterator[tuple[int, int, str]]:
    """The credentials among a call's arguments: offsets, and the expression or the variable looked up."""
    plain = _without_text(arguments)
    lookups = [found for found in _LOOKUP.finditer(arguments) if plain[found.start()] != " "]
    rest = _blanked(plain, lookups)
    if _ALTERED.search(rest):
        return
    for lookup in lookups:
        name = lookup[1] or lookup[2]
        if _is_secret(name, names):
            yield lookup.start(), lookup.end(), name
    for chain in _CHAIN.finditer(rest):
        last = re.split(r"\.|->|::", chain[0])[-1].lstrip("$")
        if plain[chain.end() : chain.end() + 1] not in {"(", "[", "="} and _is_secret(last, names):
            yield chain.start(), chain.end(), chain[0]


def _is_secret(name: str, names: Names) -> bool:
    return names.kind(name) in {NameKind.SECRET, NameKind.PASSWORD}


def _is_authenticated(code: str, name: str) -> bool:
    """True where an authentication call gave a vaguely named value, and no loop runs over it."""
    if re.search(rf"\bfor\b[^\n]{{0,40}}\b{re.escape(name)}\b", code):
        return False
    return re.search(_AUTHENTICATES % re.escape(name), code) is not None


def _blanked(text: str, matches: list[re.Match[str]]) -> str:
    """The text with the matches as spaces."""
    for match in matches:
        text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text


def _without_text(arguments: str) -> str:
    """The arguments with the text of string literals as spaces, what is interpolated into them kept."""
    kept: list[str] = []
    quote = ""
    depth = 0
    for index, character in enumerate(arguments):
        if not quote:
            kept.append(" " if character in "\"'`" else character)
            if character in "\"'`":
                quote = character
                before = arguments[max(0, index - 2) : index]
                formatted = character == "`" or before[-1:].lower() in {"f", "$"} or before == "rf"
                if formatted and kept and before[-1:].lower() in {"f", "$"}:
                    kept[-2] = " "
        elif depth:
            depth += (character == "{") - (character == "}")
            kept.append(character if depth else " ")
        elif character == quote and arguments[index - 1 : index] != "\\":
            quote = ""
            kept.append(" ")
        elif character == "{" and (formatted or arguments[index - 1 : index] in {"#", "$"}):
            depth = 1
            kept.append(" ")
        else:
            kept.append(" ")
    return "".join(kept)
