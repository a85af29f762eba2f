"""Which language a sample is written in: what its fence says, corrected by what stands in it.

The label decides unless the content is surely something else (a curl command in a ``json`` fence, JSON in a
``javascript`` one). Without a label, or with ``text``, the content decides, and where it does not say it
plainly the answer is ``text``: printed output is nobody's sample. Only the beginning of a sample is looked
at, with anchored patterns a line.
"""

from __future__ import annotations

import re
from typing import Literal

from draftproof.dataclass import dataclass
from draftproof.samples.recognition_marks import COMMAND, MARKS, PLAIN_MARKS

__all__ = ["Confidence", "Recognition", "canonical", "recognise"]

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """A language by its canonical name, how sure that is, and why in a few words."""

    language: str
    confidence: Confidence
    reason: str


_ALIASES = {
    "python": "py python3 python2 py3 pycon ipython ipython3 pyi python-repl jupyter",
    "javascript": "js jsx mjs cjs node nodejs es6 ecmascript javascriptreact",
    "typescript": "ts mts cts typescriptreact deno",
    "tsx": "",
    "shell": (
        "sh bash zsh console shell-session shellsession shellscript shell-script curl terminal term "
        "ksh fish bash-session sh-session session commandline command-line cli unix linux ubuntu "
        "httpie wget"
    ),
    "json": "jsonc json5 jsonl ndjson json-lines jsonlines json-object geojson",
    "http": "rest https http-request",
    "text": "txt plaintext plain none no-highlight nohighlight raw ascii",
    "output": "log logs stdout stderr result out",
    "go": "golang gotmpl",
    "csharp": "c# cs dotnet",
    "java": "jsp",
    "kotlin": "kt kts",
    "ruby": "rb erb irb",
    "php": "php3 php7 php8",
    "rust": "rs",
    "swift": "",
    "c": "h",
    "cpp": "c++ cc cxx hpp",
    "objectivec": "objc objective-c",
    "powershell": "ps1 pwsh ps posh",
    "batch": "bat cmd dosbatch batchfile",
    "yaml": "yml",
    "toml": "",
    "ini": "cfg conf",
    "dotenv": "env .env",
    "properties": "",
    "html": "htm xhtml",
    "xml": "svg xsd xsl",
    "css": "scss sass less",
    "vue": "",
    "svelte": "",
    "mermaid": "",
    "diff": "patch",
    "sql": "mysql postgresql postgres plsql",
    "graphql": "gql",
    "dockerfile": "docker containerfile",
    "makefile": "make",
    "groovy": "gradle",
    "scala": "",
    "dart": "",
    "elixir": "ex exs",
    "lua": "",
    "perl": "pl",
    "r": "",
    "markdown": "md mdx",
    "rst": "restructuredtext",
    "csv": "tsv",
    "proto": "protobuf",
    "hcl": "terraform tf",
    "nginx": "",
    "latex": "tex bibtex",
}
_CANONICAL = {alias: name for name, aliases in _ALIASES.items() for alias in (name, *aliases.split())}
_HEAD = 8000
_LINES = 120
_READ = frozenset({"python", "javascript", "typescript", "tsx", "shell", "json", "http", "text"})
_SCRIPTS = frozenset({"javascript", "typescript", "tsx"})

_MARKS_OF = {
    label: tuple(mark for name, mark in (*PLAIN_MARKS, *MARKS) if name == speaks)
    for label, speaks in (
        ("python", "python"),
        ("javascript", "javascript"),
        ("typescript", "javascript"),
        ("tsx", "javascript"),
    )
}
"""What speaks for a program's label. In shell and JSON a line says less."""

_SHEBANG = re.compile(r"#!\s{0,4}\S{0,80}?(?:[ /]env\s+)?\b(python|node|deno|bun|bash|zsh|sh)[\d.]{0,5}\b")
_METHOD = re.compile(
    r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+(?:https?://|/|\{\{)[^\s]{0,2000}"
    r"(?:[ \t]+HTTP/[\d.]{1,3})?[ \t]*\Z"
)
_STATUS = re.compile(r"HTTP/[\d.]{1,3}[ \t]+\d{3}\b")
_STREAM = re.compile(r"(?:event:[ \t]?[\w.-]{1,80}[ \t]*\Z|data:[ \t]?(?:\{|\[DONE\]))")
_JSON_BEGIN = re.compile(
    r"""(?:\{\s{0,200}(?:"[^"\n]{0,200}"\s{0,20}:|\}|\.\.\.)"""
    r"""|\[\s{0,200}(?:[{\["\d\]]|\.\.\.|null|true|false))"""
)
_TYPE_MEMBER = re.compile(r'"?[\w$]{1,80}"?\??[ \t]*:[ \t]*(?:string|number|boolean|object|any)\b')
_JSON_MEMBER = re.compile(r'"[\w $.@/-]{1,80}"[ \t]{0,8}:[ \t]{0,8}(?:["{\[\d-]|true|false|null|\.\.\.)')
_PROMPT = re.compile(r"(?:[\w.-]{1,40}@[\w.-]{1,60}[:~ ][^\s$#%]{0,60})?[$%❯➜][ \t]+(?=[\w./~\"'(])")
_CURL = re.compile(r"curl(?:\.exe)?[ \t]+(?:[-'\"$<{]|https?:|localhost|\d|\\|[\w-]+\.\w|`|\^)")
_DOTENV = re.compile(r"[A-Z][A-Z0-9_]{2,60}=[^\s=][^\n]{0,300}\Z|[A-Z][A-Z0-9_]{2,60}=\Z")
_REPL = re.compile(r">>>[ \t]")

# Languages whose lines look like parts of programs in others.
_LOOSE = frozenset({"yaml", "toml", "html"})
_FOREIGN_TO_PYTHON = re.compile(r";\Z|(?<=[)\w>])[ \t]?\{\Z")
_YAML_PARENT = re.compile(r"(?:-[ \t]+)?[A-Za-z_][\w.-]{0,60}:\Z")
_TOML_TABLE = re.compile(r"\[{1,2}[\w.\"-]{1,80}\]{1,2}\Z")
_TYPED = re.compile(
    r"(?:interface[ \t]+\w+[^\n]{0,80}\{|(?:export[ \t]+)?type[ \t]+\w+[ \t]*="
    r"|import[ \t]+type\b|enum[ \t]+\w+[ \t]*\{"
    r"|[^\n]{0,200}(?:\w\??:[ \t]*(?:string|number|boolean|any|void|unknown|Promise<|Record<|Array<)"
    r"[\[\],;)= \t]|\bas[ \t]+(?:const|any)\b))"
)
_MERMAID = re.compile(
    r"(?:graph|flowchart)[ \t]+(?:TD|TB|LR|RL|BT)\b|(?:sequenceDiagram|classDiagram|stateDiagram|erDiagram)\b"
    r"|(?:gantt|pie|mindmap|timeline|gitGraph)\b"
)
_PHP = re.compile(r"<\?php\b")
_REMARK = re.compile(r"(?:#(?!include|\[|pragma|!)|//|--[ \t]|/\*|\*[ \t/]|<!--)")
_ELEMENT = re.compile(r"(?:return[ \t]*+\(?[ \t]*+)?<[A-Z][\w.]*[\s/>]|return[ \t]*\([ \t]*\Z")


@dataclass(frozen=True, slots=True)
class _Content:
    """What the content says: a language or nothing, how surely, why; what spoke for each language."""

    language: str
    confidence: Confidence
    reason: str
    scores: dict[str, int]


def canonical(label: str) -> str:
    """The canonical name for a fence's label; the label itself in small letters where it is not known."""
    name = label.strip().lower()
    name = name.removeprefix("language-").removeprefix("lang-").strip("{}. ")
    return _CANONICAL.get(name, name) if name else "text"


def recognise(info_language: str, text: str) -> Recognition:
    """The language of a sample, from the first word of its fence's info string and from its text."""
    label = canonical(info_language)
    if label == "output":
        return Recognition("text", "high", f"labelled {info_language}")
    known = label in _CANONICAL.values()
    if known and label not in _READ:
        return Recognition(label, "high", f"labelled {info_language}")
    if known and _is_surely(label, text):
        return Recognition(label, "high", f"labelled {info_language}")
    content = _content(text)
    if label == "text" or not known:
        if not content.language:
            language = "text" if label == "text" else label
            return Recognition(language, "low" if label == "text" else "medium", "nothing in it is known")
        if label == "text" or content.confidence == "high":
            return Recognition(content.language, content.confidence, content.reason)
        return Recognition(label, "medium", f"labelled {info_language}")
    if _contradicts(label, content):
        return Recognition(content.language, "medium", f"labelled {info_language}, but {content.reason}")
    return Recognition(label, "high", f"labelled {info_language}")


def _is_surely(label: str, text: str) -> bool:
    """A quick look at a labelled program: True where its content cannot contradict the label, because a line
    speaks for it and the first one gives nothing else away.
    """
    marks = _MARKS_OF.get(label)
    if marks is None:
        return False
    lines, code = _lines(text[:_HEAD])
    if not code or _first_line(lines[0], code[0], code):
        return False
    return any(mark.match(line) for line in code for mark in marks)


def _contradicts(label: str, content: _Content) -> bool:
    """True where the content is surely of another language than its label."""
    found = content.language
    if not found or found == label or content.confidence != "high":
        return False
    family = _SCRIPTS if label in _SCRIPTS else {label}
    if found in family:
        return False
    if label == "python" and found == "json":
        # A dict display is a Python sample like any other.
        return False
    if label in _SCRIPTS and (found == "html" or (found == "json" and content.confidence != "high")):
        return False
    if label == "json" and found == "http":
        return content.reason != "an event stream"
    return not any(content.scores.get(name) for name in family)


def _lines(head: str) -> tuple[list[str], list[str]]:
    """The first lines that hold anything, and those of them that are no remarks."""
    lines = [line.strip() for line in head.split("\n")[:_LINES]]
    lines = [line for line in lines if line]
    return lines, [line for line in lines if not _REMARK.match(line)]


def _content(text: str) -> _Content:
    """The language that the text is written in, as far as its first lines show."""
    head = text[:_HEAD]
    lines, code = _lines(head)
    scores: dict[str, int] = {}
    if not code:
        return _Content("", "low", "", scores)
    first = code[0]
    if sure := _first_line(lines[0], first, code):
        return _Content(*sure, scores)
    for line in code:
        for name, mark in MARKS:
            if mark.match(line):
                scores[name] = scores.get(name, 0) + 1
        for name, mark in PLAIN_MARKS:
            if mark.match(line):
                scores[name] = scores.get(name, 0) + 2
    if found := _json(head, code, scores):
        return _Content(*found, scores)
    commands = sum(1 for line in code if COMMAND.match(line))
    if commands:
        scores["shell"] = commands
    if COMMAND.match(first) or _CURL.match(first):
        programs = scores.get("python", 0) + scores.get("javascript", 0) + scores.get("go", 0)
        if programs <= commands:
            return _Content("shell", "high", "its first line is a command", scores)
    if code and all(_DOTENV.match(line) for line in code):
        return _Content("dotenv", "medium", "every line is NAME=value", scores)
    return _scored(code, scores)


def _first_line(first: str, code: str, lines: list[str]) -> tuple[str, Confidence, str] | None:
    """Languages that the first line alone gives away."""
    if found := _SHEBANG.match(first):
        name = found[1]
        language = (
            "python" if name == "python" else "javascript" if name in {"node", "deno", "bun"} else "shell"
        )
        return language, "high", f"it begins with #! and {name}"
    if first.startswith(("%%bash", "%%sh")):
        return "shell", "high", "it is a shell cell"
    if _PHP.match(first):
        return "php", "high", "it begins with <?php"
    if _MERMAID.match(code):
        return "mermaid", "high", "it begins like a diagram"
    if _METHOD.match(code):
        return "http", "high", "it begins with a request line"
    if _STATUS.match(code):
        return "http", "high", "it begins with a status line"
    if _STREAM.match(code) and sum(1 for line in lines if _STREAM.match(line)) * 2 >= len(lines):
        return "http", "high", "an event stream"
    if _REPL.match(code):
        shell = COMMAND.match(code[3:].lstrip())
        return (
            ("shell", "high", "a prompt and a command") if shell else ("python", "high", "it begins with >>>")
        )
    if found := _PROMPT.match(code):
        rest = code[found.end() :]
        if COMMAND.match(rest) or re.match(r"[\w./-]+(?:[ \t]|\Z)", rest):
            return "shell", "high", "a prompt and a command"
    return None


def _json(head: str, code: list[str], scores: dict[str, int]) -> tuple[str, Confidence, str] | None:
    programs = sum(scores.get(name, 0) for name in ("python", "javascript", "go", "java", "csharp"))
    body = head[head.find(code[0]) :]
    if _JSON_BEGIN.match(body):
        closed = code[-1][-1:] in "}]" or code[-1].endswith(("},", "],", "...")) or len(code) >= _LINES // 2
        if any(_TYPE_MEMBER.match(line) for line in code):
            return None
        if programs == 0 and (closed or sum(1 for line in code if _JSON_MEMBER.match(line)) >= 2):
            return "json", "high", "it begins like a JSON document"
    elif _JSON_MEMBER.match(code[0]) and programs == 0 and all(line[0] in "\"{}[],./#'" for line in code):
        return "json", "medium", "it is members of a JSON object"
    return None


def _scored(code: list[str], scores: dict[str, int]) -> _Content:
    """The language that most lines speak for, if it leads clearly."""
    ranked = sorted((item for item in scores.items() if item[0] not in _LOOSE), key=lambda item: -item[1])
    if not ranked:
        return _loose(code, scores)
    language, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    statements = sum(1 for line in code if _FOREIGN_TO_PYTHON.search(line))
    foreign = (language == "python" and statements >= best) or (
        language in {"sql", "shell"} and best * 2 < len(code)
    )
    if foreign or best < 2 * second:
        return _Content("", "low", "", scores)
    if best == 1 and (language not in {"python", "javascript", "shell"} or len(code) > 3):
        return _Content("", "low", "", scores)
    confidence: Confidence = "high" if best >= 3 and best >= 3 * second else "medium"
    if language in {"ruby", "php", "kotlin", "shell"}:
        confidence = "medium"
    reason = f"its lines are {language}"
    if language == "javascript" and any(_TYPED.match(line) for line in code):
        typed = "tsx" if any(_ELEMENT.match(line) for line in code) else "typescript"
        return _Content(typed, confidence, reason, scores)
    return _Content(language, confidence, reason, scores)


def _loose(code: list[str], scores: dict[str, int]) -> _Content:
    """Configuration and markup: only where nearly every line is of the kind and one shows its structure."""
    language, best = max(scores.items(), key=lambda item: item[1], default=("", 0))
    enough = best >= 2 and best * 4 >= len(code) * 3
    shown = {"yaml": _YAML_PARENT, "toml": _TOML_TABLE}.get(language)
    if not enough or (shown and not any(shown.match(line) for line in code)):
        return _Content("", "low", "", scores)
    return _Content(language, "medium", f"its lines are {language}", scores)
