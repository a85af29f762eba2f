"""Fixes for credentials: put the placeholder in, in the form that the place can hold.

Angle brackets are a redirect to a shell, a tag to Markdown and MDX, markup to HTML and illegal in a URL. So
the placeholder is quoted, put in inline code, escaped or stripped as the place asks, and where that is not
sure the fix is only shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.checks.credentials.model import Setting
from draftproof.finding import Remedy, Replacement

if TYPE_CHECKING:
    from draftproof.checks.credentials.model import Credential
    from draftproof.finding import Applicability

_LINE_REACH = 2000
_GOES_ON = tuple("<{$[%*…")
_GOES_ON_BEFORE = tuple("}]%*…")
"""Beside these a value is part of a longer one that something else fills in."""
_SAFE_ANYWHERE = re.compile(r"[<>A-Za-z0-9_.-]+")
_MARKUP = frozenset(["html", "xml", "svg", "vue", "xhtml", "csproj", "config"])
_PLAIN = frozenset(["yaml", "yml", "ini", "properties", "http", "text", "txt", "plaintext", "conf", "diff"])
_SHELLS = frozenset(
    ["bash", "sh", "shell", "zsh", "env", "dotenv", "powershell", "ps1", "pwsh", "docker", "dockerfile"]
)

_LOOKUPS = {
    "python": 'os.environ["{}"]',
    "py": 'os.environ["{}"]',
    "javascript": "process.env.{}",
    "js": "process.env.{}",
    "jsx": "process.env.{}",
    "typescript": "process.env.{}",
    "ts": "process.env.{}",
    "tsx": "process.env.{}",
    "go": 'os.Getenv("{}")',
    "java": 'System.getenv("{}")',
    "kotlin": 'System.getenv("{}")',
    "ruby": 'ENV["{}"]',
    "csharp": 'Environment.GetEnvironmentVariable("{}")',
    "cs": 'Environment.GetEnvironmentVariable("{}")',
    "php": "getenv('{}')",
    "swift": 'ProcessInfo.processInfo.environment["{}"]',
    "rust": 'std::env::var("{}")',
    "bash": '"${}"',
    "sh": '"${}"',
    "shell": '"${}"',
    "zsh": '"${}"',
    "powershell": "$env:{}",
}


def placeholder_remedy(credential: Credential, text: str, placeholder: str) -> Remedy | None:
    """The edit that puts ``placeholder`` in place of a credential of ``text``, None where none could."""
    start, end = credential.span
    if "\n" in text[start:end]:
        return None
    applicability, replacement = _form(credential, text, placeholder)
    goes_on = text[end : end + 1] in _GOES_ON and not text.startswith("</", end)
    if goes_on or text[max(0, start - 1) : start] in _GOES_ON_BEFORE:
        applicability = "display"
    if applicability == "safe" and not _SAFE_ANYWHERE.fullmatch(placeholder):
        applicability = "unsafe"
    return Remedy(applicability, (Replacement(credential.span, replacement),))


def _form(credential: Credential, text: str, placeholder: str) -> tuple[Applicability, str]:
    """How sure an edit is, and what to write."""
    start, end = credential.span
    language = credential.language
    if credential.setting is Setting.OUTPUT:
        return "display", placeholder
    if credential.position.in_url or in_link(text, start):
        return "safe", placeholder.strip("<>")
    if credential.setting is Setting.HTML or language in _MARKUP:
        return "safe", placeholder.replace("<", "&lt;").replace(">", "&gt;")
    if credential.setting in {Setting.PROSE, Setting.TABLE}:
        return _in_prose(text, start, end, placeholder)
    if credential.setting is not Setting.CODE or credential.quote or in_quotes(text, start):
        return "safe", placeholder
    if language in _PLAIN:
        return "safe", placeholder
    if (
        language in _SHELLS
        and text[start - 1 : start] == "="
        and text[end : end + 1] in {"", " ", "\n", "\r", ";"}
    ):
        return "safe", f'"{placeholder}"'
    return "unsafe", f'"{placeholder}"' if text[start - 1 : start] == "=" else placeholder


def _in_prose(text: str, start: int, end: int, placeholder: str) -> tuple[Applicability, str]:
    """In running text a bare ``<...>`` would be read as a tag: inline code it is."""
    apart = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
    return ("safe" if apart else "display"), f"`{placeholder}`"


def in_link(text: str, start: int) -> bool:
    """True inside a URL or the target of a link."""
    before = text[max(0, start - 300) : start]
    piece = before[max(map(before.rfind, " \t\n\"'`<>|")) + 1 :]
    return "://" in piece or "](" in piece


def in_quotes(text: str, offset: int) -> bool:
    """True where a quote is open on the line."""
    lowest = max(0, offset - _LINE_REACH)
    line = text[max(text.rfind("\n", lowest, offset) + 1, lowest) : offset]
    open_quote = ""
    escaped = False
    for character in line:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif open_quote:
            open_quote = "" if character == open_quote else open_quote
        elif character in "\"'`":
            open_quote = character
    return bool(open_quote)


def lookup_help(credential: Credential, vendor_variable: str) -> str:
    """How the sample could read it from the environment, in its own language; "" where that is not plain."""
    form = _LOOKUPS.get(credential.language)
    if form is None or credential.setting is not Setting.CODE:
        return ""
    name = credential.name if re.fullmatch(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+", credential.name) else vendor_variable
    return form.format(name or "API_KEY")
