"""Which language a sample is written in: what its fence says, corrected by what stands in it.

The label decides unless the content is surely something else (a curl command in a ``json`` fence, JSON in a
``javascript`` one). Without a label, or with ``text``, the content decides, and where it does not say it plainly
the answer is ``text``: printed output is nobody's sample. Only the beginning of a sample is looked at, with
anchored patterns a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

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
    "shell": "sh bash zsh console shell-session shellsession shellscript shell-script curl terminal term ksh fish "
    "bash-session sh-session session commandline command-line cli unix linux ubuntu httpie wget",
    "json": "jsonc json5 jsonl ndjson json-lines jsonlines json-object geojson",
    "http": "rest https http-request",
    "text": "txt plaintext plain none no-highlight nohighlight raw ascii",
    "output": "log logs stdout stderr result out",
    "go": "golang gotmpl", "csharp": "c# cs dotnet", "java": "jsp", "kotlin": "kt kts", "ruby": "rb erb irb",
    "php": "php3 php7 php8", "rust": "rs", "swift": "", "c": "h", "cpp": "c++ cc cxx hpp", "objectivec": "objc objective-c",
    "powershell": "ps1 pwsh ps posh", "batch": "bat cmd dosbatch batchfile", "yaml": "yml", "toml": "", "ini": "cfg conf",
    "dotenv": "env .env", "properties": "", "html": "htm xhtml", "xml": "svg xsd xsl", "css": "scss sass less",
    "vue": "", "svelte": "", "mermaid": "", "diff": "patch", "sql": "mysql postgresql postgres plsql", "graphql": "gql",
    "dockerfile": "docker containerfile", "makefile": "make", "groovy": "gradle", "scala": "", "dart": "", "elixir": "ex exs",
    "lua": "", "perl": "pl", "r": "", "markdown": "md mdx", "rst": "restructuredtext", "csv": "tsv", "proto": "protobuf",
    "hcl": "terraform tf", "nginx": "", "latex": "tex bibtex",
}  # fmt: skip
_CANONICAL = {alias: name for name, aliases in _ALIASES.items() for alias in (name, *aliases.split())}
_HEAD = 8000
_LINES = 120
_READ = frozenset({"python", "javascript", "typescript", "tsx", "shell", "json", "http", "text"})
_SCRIPTS = frozenset({"javascript", "typescript", "tsx"})

_SHEBANG = re.compile(r"#!\s{0,4}\S{0,80}?(?:[ /]env\s+)?\b(python|node|deno|bun|bash|zsh|sh)[\d.]{0,5}\b")
_METHOD = re.compile(
    r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+(?:https?://|/|\{\{)[^\s]{0,2000}(?:[ \t]+HTTP/[\d.]{1,3})?[ \t]*\Z"
)
_STATUS = re.compile(r"HTTP/[\d.]{1,3}[ \t]+\d{3}\b")
_STREAM = re.compile(r"(?:event:[ \t]?[\w.-]{1,80}[ \t]*\Z|data:[ \t]?(?:\{|\[DONE\]))")
_JSON_BEGIN = re.compile(r"""(?:\{\s{0,200}(?:"[^"\n]{0,200}"\s{0,20}:|\}|\.\.\.)|\[\s{0,200}(?:[{\["\d\]]|\.\.\.|null|true|false))""")
_TYPE_MEMBER = re.compile(r'"?[\w$]{1,80}"?\??[ \t]*:[ \t]*(?:string|number|boolean|object|any)\b')
_JSON_MEMBER = re.compile(r'"[\w $.@/-]{1,80}"[ \t]{0,8}:[ \t]{0,8}(?:["{\[\d-]|true|false|null|\.\.\.)')
_PROMPT = re.compile(r"(?:[\w.-]{1,40}@[\w.-]{1,60}[:~ ][^\s$#%]{0,60})?[$%❯➜][ \t]+(?=[\w./~\"'(])")
_COMMANDS = (
    r"curl(?:\.exe)?[ \t]+[-'\"\w$<{/]|wget[ \t]+\S|export[ \t]+[A-Za-z_]\w*=|pip3?[ \t]+(?:install|uninstall|freeze|show)\b"
    r"|(?:npm|pnpm|yarn|bun)[ \t]+(?:i|install|add|run|init|create|dev|start|ci|test|build|exec|dlx|global)\b|(?:npm|pnpm|yarn)\Z"
    r"|npx[ \t]+[\w@-]|uvx?[ \t]+(?:add|run|pip|sync|venv|tool|init|lock|--|[a-z])|pipx[ \t]+|poetry[ \t]+\w+|conda[ \t]+\w+"
    r"|docker(?:-compose)?[ \t]+\w+|podman[ \t]+\w+|git[ \t]+(?:clone|add|commit|push|pull|checkout|init|status|config|lfs|remote|fetch|merge|rebase|log|tag)\b"
    r"|brew[ \t]+(?:install|upgrade|update|services|tap)\b|cd[ \t]+[\w./~$<{\"'-]+[ \t]*\Z|cd[ \t]+\S+[ \t]*&&|python3?[ \t]+(?:-m|-c|\S{1,200}\.py)|node[ \t]+\S{1,200}\.[cm]?js"
    r"|source[ \t]+\S+|mkdir[ \t]+\S|sudo[ \t]+\w|apt(?:-get)?[ \t]+\w+|chmod[ \t]+\S|touch[ \t]+\S|(?:cp|mv|rm|ls)[ \t]+[-./~\w*]+(?:[ \t]+[-./~\w*]+)*[ \t]*\Z"
    r"|ollama[ \t]+(?:run|pull|serve|create|list|show|ps|rm|push|cp|launch|signin|signout|stop)\b|hf[ \t]+\w+|huggingface-cli[ \t]+\w+|kubectl[ \t]+\w+|helm[ \t]+\w+"
    r"|(?:go|cargo|dotnet|az|aws|gcloud|azd|gh|terraform|vercel|deno|pytest|make|mvn|gem|bundle|composer|func|flyctl|tar|unzip|litellm|llm)[ \t]+[a-z-][\w-]*"
    r"|echo[ \t]+[\"'$]|cat[ \t]+(?:<<|>|[\w./-]+)|openssl[ \t]+\w+|jq[ \t]+|ssh[ \t]+\S|scp[ \t]+\S|\./[\w./-]+"
)
_COMMAND = re.compile(rf"(?:(?:[A-Z][A-Z0-9_]{{0,60}}=\S{{0,200}}[ \t]+){{0,4}})(?:{_COMMANDS})")
_CURL = re.compile(r"curl(?:\.exe)?[ \t]+(?:[-'\"$<{]|https?:|localhost|\d|\\|[\w-]+\.\w|`|\^)")
_DOTENV = re.compile(r"[A-Z][A-Z0-9_]{2,60}=[^\s=][^\n]{0,300}\Z|[A-Z][A-Z0-9_]{2,60}=\Z")
_REPL = re.compile(r">>>[ \t]")

_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("python",
         r"from[ \t]+[\w.]+[ \t]+import[ \t]+[\w(*]|import[ \t]+[\w.]+(?:[ \t]+as[ \t]+\w+)?(?:,[ \t]*[\w.]+)*[ \t]*(?:#.*)?\Z|(?:async[ \t]+)?def[ \t]+\w+\(|class[ \t]+\w+(?:\([^)]{0,120}\))?:[ \t]*\Z"
         r"|(?:async[ \t]+)?for[ \t]+[\w, ()]{1,80}[ \t]+in[ \t]+[^\n]{1,200}:[ \t]*(?:#.*)?\Z|(?:async[ \t]+)?with[ \t]+[^\n]{1,200}:[ \t]*\Z|if[ \t]+__name__|(?:if|elif|while)[ \t]+[^\n({]{1,200}:[ \t]*\Z|else:[ \t]*\Z|try:[ \t]*\Z|except\b[^\n]{0,120}:[ \t]*\Z"
         r"|print\(|@[\w.]+\.[\w.]+(?:\([^\n]{0,200})?\Z|[\w.]+[ \t]*=[ \t]*(?:await[ \t]+)?(?:Async)?[A-Z]\w*\([^\n;{]{0,200}\Z|[\w.]+[ \t]*=[ \t]*os\.(?:environ|getenv)|os\.environ\[|raise[ \t]+\w+|elif\b|assert[ \t]|\w+[ \t]*=[ \t]*(?:await[ \t]+)?[\w.]+\([ \t]*\Z|[!%]pip[ \t]"),
        ("javascript",
         r"import[ \t]+(?:type[ \t]+)?[\w${},* \t]{1,200}[ \t]+from[ \t]+['\"]|import[ \t]+['\"][^'\"\n]{1,200}['\"];?[ \t]*\Z|(?:export[ \t]+)?(?:const|let)[ \t]+[\w${}\[\], :<>|]{1,200}=[^=]|var[ \t]+[\w$]+[ \t]*=[ \t]*(?:require|\{|\[|function)|export[ \t]+(?:default|async|function|class|interface|type|const)\b"
         r"|(?:async[ \t]+)?function\b[ \t*]*[\w$]*\(|console\.(?:log|error|info|warn|dir)\(|await[ \t]+[\w$.]+\([^\n]{0,300};[ \t]*\Z|\}[ \t]*\)[ \t]*;|module\.exports|[\w$.]+\.(?:then|catch|on)\([^\n]{0,200}=>|process\.(?:stdout|env|exit)|for[ \t]+await[ \t]*\("),
        ("go", r"package[ \t]+\w+[ \t]*\Z|func[ \t]+(?:\([^)\n]{0,80}\)[ \t]*)?\w+\(|import[ \t]*\([ \t]*\Z|[\w, ]{1,60}:=[ \t]|if[ \t]+err[ \t]*!=[ \t]*nil|fmt\.\w+\(|defer[ \t]"),
        ("java", r"(?:public|private|protected)[ \t]+(?:static[ \t]+|final[ \t]+|abstract[ \t]+)*(?:class|interface|record|enum|void|[A-Z][\w<>\[\], ]{0,60}|int|boolean)[ \t]+\w+[^\n]{0,80}[({]|import[ \t]+(?:static[ \t]+)?(?:java|javax|dev|org|com|io)\.[\w.*]+;|System\.out\.|@(?:Override|Bean|Test|Inject|Autowired|Configuration|Service|RegisterAiService)\b|package[ \t]+[\w.]+;|[A-Z][\w<>, ]{0,60}[ \t]+\w+[ \t]*=[ \t]*[A-Z]\w*\.(?:builder|of|from|create|with\w+)\(|\.build\(\);"),
        ("csharp", r"using[ \t]+(?:static[ \t]+)?[A-Z][\w.]*;|using[ \t]+\w+[ \t]*=[ \t]*[\w.]+;|namespace[ \t]+[\w.]+|Console\.Write|await[ \t]+foreach[ \t]*\(|foreach[ \t]*\(|(?:public|private|internal)[ \t]+(?:static[ \t]+|async[ \t]+|sealed[ \t]+|override[ \t]+|partial[ \t]+)*(?:class|record|Task|void|string|int|bool)\b|\[(?:Description|Experimental|Test|JsonPropertyName)\b|#pragma[ \t]|(?:using[ \t]+)?var[ \t]+\w+[ \t]*=|[A-Z]\w*(?:<\w+>)?\??[ \t]+\w+[ \t]*=[ \t]*(?:await[ \t]+|new[ \t(])"),
        ("ruby", r"require(?:_relative)?[ \t]+['\"]|puts[ \t(\"']|def[ \t]+\w+[^\n:]{0,100}\Z|end[ \t]*\Z|gem[ \t]+['\"]|[^\n]{0,200}\bdo[ \t]*\|[\w, ]{1,60}\|[ \t]*\Z|[\w.]+[ \t]*=[ \t]*[A-Z][\w:]*(?:::[A-Z]\w*)*\.new\b"),
        ("rust", r"use[ \t]+[\w:]+(?:::\{|::\w+;|;)|fn[ \t]+\w+|let[ \t]+mut[ \t]|#\[\w+|pub[ \t]+(?:fn|struct|enum|mod)\b|println!\(|impl\b[^\n]{0,80}\{|async[ \t]+fn\b|[^\n]{0,300}(?:\.await\b|\)\?;)"),
        ("php", r"<\?php|\$\w+[ \t]*=[ \t]*[^\n]{0,200};[ \t]*\Z|echo[ \t]+\$\w+|use[ \t]+\w+\\"),
        ("kotlin", r"fun[ \t]+\w+\(|val[ \t]+\w+[ \t]*(?::[ \t]*[\w<>]+[ \t]*)?=|suspend[ \t]+fun|println\("),
        ("powershell", r"\$env:\w+[ \t]*=|Invoke-(?:RestMethod|WebRequest)\b|Set-(?:Location|ExecutionPolicy|Item)\b|New-Item\b|Write-(?:Host|Output)\b|\$\w+[ \t]*=[ \t]*(?:@\{|Invoke-|Get-|@\")|\.venv\\Scripts|\.\\[\w.\\-]+"),
        ("sql", r"(?:SELECT|INSERT[ \t]+INTO|CREATE[ \t]+(?:TABLE|INDEX|EXTENSION|DATABASE)|UPDATE|DELETE[ \t]+FROM|ALTER[ \t]+TABLE|FROM[ \t]+\w+|WHERE|GROUP[ \t]+BY|ORDER[ \t]+BY)\b"),
        ("dockerfile", r"FROM[ \t]+[\w./:@-]+(?:[ \t]+AS[ \t]+\w+)?[ \t]*\Z|(?:RUN|COPY|WORKDIR|ENTRYPOINT|CMD|EXPOSE|ENV|ARG)[ \t]+\S"),
        ("yaml", r"-?[ \t]*[A-Za-z_][\w.-]{0,60}:(?:[ \t]*(?:#.*)?\Z|[ \t]+(?![=>(])[^\s{(][^\n;{(]{0,200}\Z)|-[ \t]+[\w\"'/.$-][^\n;{(]{0,200}\Z"),
        ("toml", r"\[{1,2}[\w.\"-]{1,80}\]{1,2}[ \t]*\Z|[\w.-]{1,60}[ \t]=[ \t](?:\"[^\"\n]{0,200}\"|\[|\d+[ \t]*\Z|true[ \t]*\Z|false[ \t]*\Z)"),
        ("html", r"</?(?:html|head|body|div|script|p|a|span|h[1-6]|ul|li|table|dependency|groupId|artifactId|version|plugin|project|img|input|form|button)\b|<!DOCTYPE|<\?xml"),
        ("diff", r"diff[ \t]--git|@@ -\d|\+\+\+[ \t]\S|---[ \t][ab]/"),
    )
)  # fmt: skip
# Lines that hardly another language has.
_PLAIN_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("python", re.compile(r"from[ \t]+[\w.]+[ \t]+import[ \t]+[\w(*][^;]*\Z|(?:async[ \t]+)?def[ \t]+\w+\([^\n]{0,300}:[ \t]*\Z|class[ \t]+\w+\([\w., =\[\]]{1,120}\):[ \t]*\Z")),
    ("javascript", re.compile(r"import[ \t]+(?:type[ \t]+)?[\w${},* \t]{1,200}[ \t]+from[ \t]+['\"]|(?:const|let)[ \t]+[\w${}, ]{1,120}=[ \t]*(?:require\(|await[ \t]|new[ \t])|console\.log\(")),
)  # fmt: skip
# Languages whose lines look like parts of programs in others.
_LOOSE = frozenset({"yaml", "toml", "html"})
_FOREIGN_TO_PYTHON = re.compile(r";\Z|(?<=[)\w>])[ \t]?\{\Z")
_YAML_PARENT = re.compile(r"(?:-[ \t]+)?[A-Za-z_][\w.-]{0,60}:\Z")
_TOML_TABLE = re.compile(r"\[{1,2}[\w.\"-]{1,80}\]{1,2}\Z")
_TYPED = re.compile(
    r"(?:interface[ \t]+\w+[^\n]{0,80}\{|(?:export[ \t]+)?type[ \t]+\w+[ \t]*=|import[ \t]+type\b|enum[ \t]+\w+[ \t]*\{"
    r"|[^\n]{0,200}(?:\w\??:[ \t]*(?:string|number|boolean|any|void|unknown|Promise<|Record<|Array<)[\[\],;)= \t]|\bas[ \t]+(?:const|any)\b))"
)
_MERMAID = re.compile(r"(?:graph|flowchart)[ \t]+(?:TD|TB|LR|RL|BT)\b|(?:sequenceDiagram|classDiagram|stateDiagram|erDiagram|gantt|pie|mindmap|timeline|gitGraph)\b")
_PHP = re.compile(r"<\?php\b")
_REMARK = re.compile(r"(?:#(?!include|\[|pragma|!)|//|--[ \t]|/\*|\*[ \t/]|<!--)")
_ELEMENT = re.compile(r"(?:return[ \t]*\(?[ \t]*)?<[A-Z][\w.]*[\s/>]|return[ \t]*\([ \t]*\Z")


@dataclass(frozen=True, slots=True)
class _Content:
    """What the content says: a language or nothing, how surely, why; and the lines that spoke for each language."""

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


def _content(text: str) -> _Content:
    """The language that the text is written in, as far as its first lines show."""
    head = text[:_HEAD]
    lines = [line.strip() for line in head.split("\n")[:_LINES]]
    lines = [line for line in lines if line]
    code = [line for line in lines if not _REMARK.match(line)]
    scores: dict[str, int] = {}
    if not code:
        return _Content("", "low", "", scores)
    first = code[0]
    if sure := _first_line(lines[0], first, code):
        return _Content(*sure, scores)
    for line in code:
        for name, mark in _MARKS:
            if mark.match(line):
                scores[name] = scores.get(name, 0) + 1
        for name, mark in _PLAIN_MARKS:
            if mark.match(line):
                scores[name] = scores.get(name, 0) + 2
    if found := _json(head, code, scores):
        return _Content(*found, scores)
    commands = sum(1 for line in code if _COMMAND.match(line))
    if commands:
        scores["shell"] = commands
    if _COMMAND.match(first) or _CURL.match(first):
        programs = scores.get("python", 0) + scores.get("javascript", 0) + scores.get("go", 0)
        if programs <= commands:
            return _Content("shell", "high", "its first line is a command", scores)
    if len(code) and all(_DOTENV.match(line) for line in code):
        return _Content("dotenv", "medium", "every line is NAME=value", scores)
    return _scored(code, scores)


def _first_line(first: str, code: str, lines: list[str]) -> tuple[str, Confidence, str] | None:
    """Languages that the first line alone gives away."""
    if found := _SHEBANG.match(first):
        name = found[1]
        language = "python" if name == "python" else "javascript" if name in {"node", "deno", "bun"} else "shell"
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
        shell = _COMMAND.match(code[3:].lstrip())
        return ("shell", "high", "a prompt and a command") if shell else ("python", "high", "it begins with >>>")
    if found := _PROMPT.match(code):
        rest = code[found.end() :]
        if _COMMAND.match(rest) or re.match(r"[\w./-]+(?:[ \t]|\Z)", rest):
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
    foreign = (language == "python" and statements >= best) or (language in {"sql", "shell"} and best * 2 < len(code))
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
