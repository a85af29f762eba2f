"""What the site adds to the pages of ``docs/``: a page for every rule, and links that lead out of the folder.

The pages read well on a code host as they are. There ``../rules/claims/CLM001.md`` is the rule's file; here
it is the page made of it, and whatever else lies outside of ``docs/`` is looked at in the repository.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File
from ruamel.yaml import YAML

from draftproof.rulebook.compiling import pack_files
from draftproof.rulebook.model import HOMEPAGE

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent.parent
_FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(\]\()([^)\s#]+)(#[^)\s]*)?(\))")
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_EXAMPLE = re.compile(r"(flagged|clean)\b")
_LEVELS = {"error": "Error", "warning": "Warning", "advice": "Advice"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the rules, and a list of them."""
    rows = []
    for path in pack_files(ROOT / "rules"):
        if path.suffix != ".md":
            continue
        rule = _front(path)
        place = f"rules/{path.parent.name}/{path.name}"
        files.append(File.generated(config, place, content=_rule_page(path, rule)))
        opt_in = "" if rule.get("default", True) else ", opt-in"
        level = f"{_LEVELS[rule['severity']]}{opt_in}"
        rows.append(f"| [{rule['code']}]({path.parent.name}/{path.name}) | {rule['name']} | {level} |")
    table = "\n".join(["| code | name | level |", "| --- | --- | --- |", *rows])
    files.append(File.generated(config, "rules/index.md", content=f"# Rules\n\n{table}\n"))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Lead links out of the folder to the repository, and those to rules to their pages."""
    folder = posixpath.dirname(page.file.src_uri)
    pieces, end = [], 0
    for fence in _FENCE.finditer(markdown):
        pieces += [_linked(markdown[end : fence.start()], folder), _plain_fence(fence[0])]
        end = fence.end()
    return "".join([*pieces, _linked(markdown[end:], folder)])


def _plain_fence(fence: str) -> str:
    """A fence with nothing but its language: the site's Markdown knows no more. What an example of a rule is
    stands above it.
    """
    first, _, rest = fence.partition("\n")
    marks = first[: len(first) - len(first.lstrip("`~"))]
    language, _, info = first[len(marks) :].strip().partition(" ")
    example = _EXAMPLE.match(info)
    label = f"*{example[1].capitalize()}:*\n\n" if example else ""
    return f"{label}{marks}{language}\n{rest}"


def _linked(text: str, folder: str) -> str:
    def lead(link: re.Match[str]) -> str:
        target = link[2]
        if "://" in target or target.startswith(("mailto:", "/")):
            return link[0]
        outside = posixpath.normpath(posixpath.join("docs", folder, target))
        if folder.startswith("rules"):
            # The file of a rule lies in rules/, its page in docs/rules/.
            outside = posixpath.normpath(posixpath.join(folder, target))
        return f"{link[1]}{_address(outside, folder)}{link[3] or ''}{link[4]}"

    return _LINK.sub(lead, text)


def _address(path: str, folder: str) -> str:
    """The address of a path of the repository, from a page of a folder of the site."""
    if path.startswith("docs/"):
        return posixpath.relpath(path.removeprefix("docs/"), folder or ".")
    if path == "rules" or (path.startswith("rules/") and path.endswith(".md")):
        return posixpath.relpath("rules/index.md" if path == "rules" else path, folder or ".")
    kind = "tree" if (ROOT / path).is_dir() else "blob"
    return f"{HOMEPAGE}/{kind}/main/{path}"


def _front(path: Path) -> dict[str, object]:
    match = _FRONT.match(path.read_text(encoding="utf-8"))
    data: dict[str, object] = YAML(typ="safe").load(match[1]) if match else {}
    return data


def _rule_page(path: Path, rule: dict[str, object]) -> str:
    """The body of a rule's file, below a line that says what its front matter says."""
    body = _FRONT.sub("", path.read_text(encoding="utf-8"), count=1).lstrip("\n")
    title, _, rest = body.partition("\n")
    runs = "by default" if rule.get("default", True) else "when it is chosen by code or name"
    level = f"{_LEVELS[str(rule['severity'])]}, confidence {rule['confidence']}"
    return f"{title}\n\n*{level}. Runs {runs}. Fix: {rule.get('fix', 'none')}.*\n{rest}"
