"""Files that people write for draftproof: rules, packs, configuration, lock files, records, baselines,
descriptions of APIs. Each is read, or refused with a place; what can be written again reads back the same.
"""

# ruff: noqa: E501, ISC004 - long lines are inputs, not code
from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from draftproof.catalogs.lockfile import LockError, dumped, lock_of, parsed
from draftproof.checks import registry
from draftproof.configuration.loading import configuration_from, read_plain
from draftproof.contracts.diff import compare
from draftproof.contracts.editing import EditError, YamlText
from draftproof.contracts.openapi import DescriptionError
from draftproof.contracts.reading import read_description
from draftproof.contracts.schemas import TooLargeError
from draftproof.contracts.update import SourceNote, updated
from draftproof.engine.baseline import BaselineError, parse, serialise
from draftproof.reading.reader import read
from draftproof.records.documents import find_records
from draftproof.records.reading import RecordError, record_of
from draftproof.records.writing import dumped as record_text
from draftproof.rulebook.compiling import compile_pack
from draftproof.rulebook.errors import RulebookError
from draftproof.rulebook.loading import builtin_rulebook
from fuzz import material
from fuzz.target import Target, hold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PATTERNS: Final = ("(a+)+$", "(?P<match>x)", "(?i)", "[", "\\", "(?<=a)", "(x|x)*y", ".{0,100000}", "\\1")
_RULE: Final = (
    *(
        "code: ABC001\n",
        "name: a-b\n",
        "check: pattern\n",
        "with:\n",
        "  patterns: ['a']\n",
        "  in: [code]\n",
    ),
    *(
        "severity: error\n",
        "message: x {text}\n",
        "message: {a}\n",
        "default: off\n",
        "sources:\n",
        "- {title: a}\n",
    ),
    *(
        "&a ",
        "*a",
        "<<: *a\n",
        "!!python/object:os.system",
        "? ",
        "- - - ",
        "{",
        "[",
        "|\n  x\n",
        "'",
        "0o7",
        ".inf",
    ),
    *("## Examples\n", "````markdown flagged lines=2\n", "2026-01-31", *_PATTERNS),
)
_CONFIGURATION: Final = (
    *(
        "select: [KEY]\n",
        "exclude: ['**/x']\n",
        "overrides:\n- paths: [a]\n  ignore: [KEY001]\n",
        "rules: [a]\n",
    ),
    *(
        "providers: {openai: {base-url: 'https://a'}}\n",
        "fail-on: error\n",
        "max-file-size: 1\n",
        "&a ",
        "*a",
        "<<: ",
    ),
    *(
        "[tool.draftproof]\n",
        "[[tool.draftproof.overrides]]\n",
        "'''",
        '"""',
        "1979-05-27T07:32:00Z",
        "0x",
        "!!",
    ),
    *("**/", "[!a-", "\\", "!", "{a,b}", "***", "[[:alpha:]]", "a" * 300),
)
_DATA: Final = (
    *(
        "provider: openai\n",
        "written-by: catalog add\n",
        "fetched: 2026-01-01\n",
        "models:\n",
        "  gpt-5: text\n",
    ),
    *(
        '"checked_at": "2026-01-01T00:00:00Z"',
        '"samples": []',
        '"pass"',
        '"location": {"sample": 0, "line": 1}',
    ),
    *(
        '"events": {"response.completed": 1}',
        "retired:\n",
        "aliases:\n",
        "draftproof baseline",
        "KEY001",
        "\\x20",
    ),
    *(
        '"$ref": "#/components/schemas/A"',
        '"allOf": [',
        '"oneOf": [',
        '"properties": {',
        '"paths": {',
        '"openapi": "3.1.0"',
    ),
    *(
        '"responses": {',
        '"required": ["a"]',
        '"enum": ["a"]',
        '"const": "a"',
        "&a ",
        "*a",
        "<<<<<<< a\n",
        "=======\n",
    ),
)
_SCRATCH: Final = Path(tempfile.gettempdir())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _in_file(name: str, use: Callable[[Path], None], data: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=_SCRATCH) as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        use(path)


def _pack(name: str, data: bytes) -> None:
    def use(path: Path) -> None:
        folder = path.parents[1]
        try:
            first = compile_pack(folder, "pack", registry)
        except RulebookError as error:
            hold(error.errors, "a pack is refused without a reason")
            for each in error.errors:
                hold(each.line >= 1 and each.column >= 1 and each.message, "a fault without a place")
                hold("\n" not in each.message, "a fault of several lines")
            return
        hold(first == compile_pack(folder, "pack", registry), "a pack does not compile the same twice")

    _in_file(name, use, data)


def _configuration(name: str, data: bytes) -> None:
    text = _text(data)
    plain = read_plain(text, name)
    if plain is None:
        return
    lines = text.count("\n") + text.count("\r") + 1
    for problem in plain.problems:
        hold(1 <= problem.line <= lines + 1 and problem.column >= 1, "a problem is at no line of the file")
        hold(problem.message and "\n" not in problem.message, "a problem is no sentence")
    if not plain.problems:
        settled = configuration_from(plain, Path("a") / name, Path("a"))
        for path in ("a.md", "docs/x/y.md", "a" * 50):
            settled.exclude.covers(path.split("/"), folder=False)
            settled.include.covers(path.split("/"), folder=False)


def _lock(data: bytes) -> None:
    try:
        lock = lock_of(parsed(_text(data), "a.yaml"))
    except LockError as error:
        hold(error.line >= 1 and error.column >= 1 and error.message, "a fault without a place")
        return
    again = dumped(lock)
    hold(lock_of(parsed(again, "a.yaml")) == lock, "a lock file does not read back as it was written")
    hold(dumped(lock_of(parsed(again, "a.yaml"))) == again, "a lock file is not written the same twice")


def _record(data: bytes) -> None:
    text = _text(data)
    find_records(read(data, "a.evidence.json"))
    find_records(read(b"```json\n" + data + b"\n```\n", "a.md"))
    try:
        record = record_of(text)
    except RecordError as error:
        hold(error.line >= 1 and error.column >= 1 and error.message, "a fault without a place")
        return
    hold(record_of(record_text(record)) == record, "a record does not read back as it was written")


def _baseline(data: bytes) -> None:
    try:
        entries = parse(data)
    except BaselineError as error:
        hold("\n" not in str(error), "a fault of several lines")
        return
    again = serialise(entries)
    hold(set(parse(again)) == set(entries), "a baseline does not read back as it was written")
    hold(serialise(parse(again)) == again, "a baseline is not written the same twice")


def _description(name: str, data: bytes) -> None:
    contracts = [
        each for each in builtin_rulebook().vocabularies["contracts"].values() if isinstance(each, dict)
    ]

    def use(path: Path) -> None:
        try:
            description = read_description(path).description
        except DescriptionError as error:
            hold("\n" not in str(error), "a fault of several lines")
            return
        for contract in contracts[:8]:
            try:
                comparison = compare(contract, description, "openai", frozenset())
            except (DescriptionError, TooLargeError):
                continue
            if comparison is not None:
                source = SourceNote("a", "2026-01-31", "1", "0" * 64)
                try:
                    text = updated(None, "a.yaml", contract, comparison, source)
                except EditError:
                    continue
                hold(isinstance(YamlText(text, "a.yaml").data, dict), "an updated contract is no mapping")

    _in_file(name, use, data)


def _rules() -> Sequence[bytes]:
    pages = [path.read_bytes()[:5_000] for path in sorted((material.ROOT / "rules").rglob("*.md"))]
    own = (
        b"---\ncode: ABC001\nname: a-rule\nfamily: own\nseverity: error\nconfidence: high\ncheck: pattern\nwith:\n"
        b"  patterns: ['a', '(?P<match>b)c']\n  in: [code, prose]\n  unless: 'd'\nmessage: '`{text}` is x'\nhelp: h\n"
        b"since: 0.1.0\n---\n\n# ABC001 a-rule\n\n## What it does\n\nx\n\n## Why it matters\n\ny\n\n## Examples\n\n"
        b"````markdown flagged lines=1\na\n````\n\n````markdown clean\nz\n````\n\n## How to mend it\n\nx\n\n## Sources\n\n- x\n"
    )
    return [*([own] * 6), *pages]


def _yaml(*folders: str) -> Callable[[], Sequence[bytes]]:
    def seeds() -> Sequence[bytes]:
        return [
            path.read_bytes()[:5_000]
            for folder in folders
            for path in sorted((material.ROOT / "rules" / folder).glob("*.yaml"))
        ]

    return seeds


def _lexicons() -> Sequence[bytes]:
    small = (
        b"language: xx\nfunction-words: [a, b]\nwords: {n: '(?:one|two)'}\npromises:\n"
        b"- {id: a, topic: speed, pattern: '\\bfast {n}\\b', confidence: high}\n"
        b"takes-back:\n- {id: b, where: sentence, pattern: 'not'}\n"
    )
    return [small, *_yaml("vocabulary")()]


def _configurations(name: str) -> Sequence[bytes]:
    yaml = (
        b"select: [KEY, API]\nignore: [MDL001]\nfail-on: error\nexclude: ['vendor/**', '!vendor/a.md']\n"
        b"include: ['*.rst']\noverrides:\n- paths: ['docs/old/**']\n  ignore: [CLM]\n  fail-on: warning\n"
        b"placeholders:\n  accept: ['<KEY>']\nproviders:\n  openai:\n    base-url: https://api.openai.com/v1\n"
        b"max-file-size: 1000\nrules: [rules]\nsnippet-folders: [a]\nprovider: openai\n"
    )
    toml = (
        b"[tool.draftproof]\nselect = ['KEY', \"API\"]\nfail-on = 'error'\nexclude = [\n  'a', # c\n  'b',\n]\n"
        b"max-file-size = 1_000\n[[tool.draftproof.overrides]]\npaths = ['docs/**']\nignore = ['CLM']\n"
        b"[tool.draftproof.providers.openai]\nbase-url = 'https://api.openai.com/v1'\n"
    )
    return [toml if name.endswith(".toml") else yaml]


def _locks() -> Sequence[bytes]:
    return [
        b'# c\nprovider: openai\nsource: "https://api.openai.com/v1/models"\nfetched: 2026-01-01\n'
        b"written-by: catalog refresh\nmodels:\n  gpt-5: text\n  gpt-4o: {kind: text, retires: 2026-05-01}\n  x:\n"
        b'retired:\n  old: 2025-01-01\naliases:\n  my: "why"\n'
    ]


def _records() -> Sequence[bytes]:
    return [
        b'{"checked_at": "2026-01-01T00:00:00Z", "docs_url": "https://a.example/b", "endpoint_family": "responses",'
        b'\n"stream_enabled": true, "model_id_source": "unlisted", "happy_path_result": "pass",\n'
        b'"error_path_result": "pass", "terminal_state": "completed", "notes": "n", "samples": [{"location": '
        b'{"sample": 0, "cell": 1, "line": 3}, "shape": "' + b"0" * 64 + b'", "result": "pass", "stage": "", '
        b'"events": {"response.completed": 1}, "terminal": "response.completed"}]}'
    ]


def _baselines() -> Sequence[bytes]:
    from draftproof.engine.baseline import Entry  # noqa: PLC0415

    entries = [Entry(f"docs/ä {n}\\%.md", f"KEY00{n}", f"{n:0>16x}", f"{n + 9:0>16x}") for n in range(1, 6)]
    return [serialise(entries)]


def _descriptions() -> Sequence[bytes]:
    return [
        b'{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "servers": [{"url": "https://api.openai.com/v1"}],'
        b'\n"paths": {"/responses": {"post": {"requestBody": {"content": {"application/json": {"schema": '
        b'{"$ref": "#/components/schemas/A"}}}},\n"responses": {"200": {"content": {"text/event-stream": {"schema": '
        b'{"$ref": "#/components/schemas/E"}}}}}}},\n"/chat/completions": {"post": {"requestBody": {"content": '
        b'{"application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/A"}]}}}}}}},\n"components": {"schemas": '
        b'{"A": {"type": "object", "required": ["model"], "properties": {"model": {"type": "string"}, "input": {"oneOf": '
        b'[{"type": "string"}, {"$ref": "#/components/schemas/A"}]}}},\n"E": {"oneOf": [{"properties": {"type": {"enum": '
        b'["response.created"]}}}, {"properties": {"type": {"const": "response.completed"}}}]}}}}',
        b"openapi: 3.0.0\ninfo: {title: a, version: '1'}\npaths:\n  /v1/responses:\n    post:\n      requestBody:\n"
        b"        content:\n          application/json:\n            schema: &s\n              properties: {model: {}}\n"
        b"      responses: {}\n  /v1/messages:\n    post: {requestBody: {content: {application/json: {schema: *s}}}}\n",
    ]


def _any(run: Callable[..., None], *given: Any) -> Callable[[bytes], None]:
    return partial(run, *given)


TARGETS: Final = (
    Target("rule", "pages of rules", _rules, _any(_pack, "own/ABC001.md"), _RULE),
    Target("lexicon", "lexicons of packs", _lexicons, _any(_pack, "vocabulary/claims-xx.yaml"), _RULE),
    Target("vocabulary", "other data of packs", _yaml("vocabulary"), _any(_pack, "vocabulary/names.yaml"), _RULE),
    Target(
        "configuration-yaml", "draftproof.yaml", partial(_configurations, "a.yaml"),
        partial(_configuration, "draftproof.yaml"), _CONFIGURATION,
    ),
    Target(
        "configuration-toml", "pyproject.toml", partial(_configurations, "a.toml"),
        partial(_configuration, "pyproject.toml"), _CONFIGURATION,
    ),
    Target("lock", "lock files", _locks, _lock, _DATA),
    Target("record", "evidence records", _records, _record, _DATA),
    Target("baseline", "baselines", _baselines, _baseline, _DATA),
    Target("openapi", "descriptions of APIs", _descriptions, _any(_description, "a.json"), _DATA),
)  # fmt: skip
