"""What the line after a fence's marks says: language, title, attributes."""

from __future__ import annotations

import re

_DIRECTIVE = re.compile(r"\{([A-Za-z][\w:-]*)\}\s*(.*)$", re.DOTALL)
_PAIR = re.compile(
    r"""(?<![\w.:-])(?:(?![A-Za-z_])[\w.:-])*+([A-Za-z_][\w.:-]*+)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'{}]++))"""
)
_BRACKET_TITLE = re.compile(r"\[([^\[\]]{1,200})\]")
INCLUDE_DIRECTIVES = frozenset({"literalinclude", "include"})
CODE_DIRECTIVES = frozenset({"code-block", "code", "code-cell", "sourcecode", "highlight", "parsed-literal"})


def directive_of(info: str) -> tuple[str, str] | None:
    """``{name} argument`` of a MyST or Quarto fence; None for an ordinary info string."""
    match = _DIRECTIVE.match(info.strip())
    return (match[1], match[2].strip()) if match else None


def language_of(info: str) -> str:
    """The language, as written: ``python`` of ``python title="a.py"``, ``{.python #id}`` and ``{code-block}
    python``.
    """
    text = info.strip()
    if directive := directive_of(text):
        name, argument = directive
        return argument.partition(" ")[0] if name in CODE_DIRECTIVES else name
    if text.startswith("{"):
        match = re.match(r"\{[^}]*?\.([\w+#-]+)", text)
        return match[1] if match else ""
    word = re.split(r"[\s{,:\[(]", text, maxsplit=1)[0]
    return "" if "=" in word else word


def attributes_of(info: str) -> dict[str, str]:
    """Key-value pairs, and under ``title`` what a reader sees as the caption where there is one."""
    text = info.strip()
    attributes = {
        match[1]: next(g for g in match.groups()[1:] if g is not None) for match in _PAIR.finditer(text)
    }
    if "title" not in attributes:
        for name in ("filename", "file", "tab", "label", "caption", "name"):
            if name in attributes:
                attributes["title"] = attributes[name]
                break
        else:
            rest = text[len(language_of(text)) :].strip()
            bracket = _BRACKET_TITLE.search(rest)
            plain = re.sub(r"\{[^}]*+(\}?)", lambda match: "" if match[1] else match[0], rest)
            if bracket:
                attributes["title"] = bracket[1]
            elif plain.strip() and "=" not in plain and not text.startswith("{"):
                attributes["title"] = plain.strip(" :,")
    return attributes
