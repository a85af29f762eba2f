"""Groups of tabs in a page: which elements are the tabs, what they are called, and what holds them.

Every generator marks them up in its own way (Material for MkDocs, Docusaurus, Starlight, VitePress,
sphinx-design, sphinx-tabs, asciidoctor-tabs); all have labels, panels and an element around both.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftproof.reading.hypertext.tree import Element

_PANEL_CLASSES = frozenset({"tabbed-block", "sd-tab-content", "sphinx-tabs-panel", "tabpanel", "tab-pane"})
_LABEL_CLASSES = frozenset({"sd-tab-label", "tab-label", "sphinx-tabs-tab"})
_LABELLED = frozenset({"tabbed-labels", "tabbed-set"})
_REACH = 6
"""Elements above a label or a panel that may be what holds the group."""


@dataclass(frozen=True, slots=True)
class Tabs:
    """The groups of a page, all by ``id()``: elements that hold one, panels with their titles, labels."""

    groups: frozenset[int]
    panels: Mapping[int, str]
    labels: frozenset[int]


def tabs_of(article: Element) -> Tabs:
    """The groups of tabs in an article."""
    labels: list[Element] = []
    panels: list[Element] = []
    for element in article.walk():
        if _is_label(element):
            labels.append(element)
        elif _is_panel(element):
            panels.append(element)
    if not labels or not panels:
        return Tabs(frozenset(), {}, frozenset())
    held: defaultdict[int, list[Element]] = defaultdict(list)
    panel_ids = {id(panel) for panel in panels}
    for label in labels:
        above = label.parent
        for _ in range(_REACH):
            if above is None or id(above) in panel_ids:
                break
            held[id(above)].append(label)
            above = above.parent
    groups: defaultdict[int, list[Element]] = defaultdict(list)
    for panel in panels:
        above = panel.parent
        for _ in range(_REACH):
            if above is None or id(above) in held:
                break
            above = above.parent
        if above is not None and id(above) in held:
            groups[id(above)].append(panel)
    titles: dict[int, str] = {}
    for group, members in groups.items():
        titles.update(zip(map(id, members), _titles(members, held[group]), strict=True))
    return Tabs(frozenset(groups), titles, frozenset(map(id, labels)))


def _is_label(element: Element) -> bool:
    if element.get("role").lower() == "tab":
        return True
    classes = element.classes
    if not _LABEL_CLASSES.isdisjoint(classes):
        return True
    outer = element.parent.classes if element.parent is not None else []
    if element.name == "label":
        above = element.parent.parent if element.parent is not None else None
        grouped = "tabs" in outer and above is not None and "vp-code-group" in above.classes
        return grouped or not _LABELLED.isdisjoint(outer)
    return (
        element.name == "li" and "tab" in classes and not any(e.get("role") == "tab" for e in element.walk())
    )


def _is_panel(element: Element) -> bool:
    classes = element.classes
    if element.get("role").lower() == "tabpanel" or not _PANEL_CLASSES.isdisjoint(classes):
        return True
    outer = element.parent.classes if element.parent is not None else []
    if "tab-content" in classes:
        return "tab-set" in outer
    if "tabbed-content" in classes:
        return "tabbed-set" in outer and "tabbed-alternate" not in outer
    return "blocks" in outer and element.parent is not None and element.parent.parent is not None and (
        "vp-code-group" in element.parent.parent.classes
    )  # fmt: skip


def _titles(panels: Sequence[Element], labels: Sequence[Element]) -> list[str]:
    """What each panel is called: by the names that tie it to a label, else by its place."""
    tied: dict[str, str] = {}
    for label in labels:
        names = (label.get("aria-controls"), label.get("href").removeprefix("#"), label.get("id"))
        for name in names:
            if name:
                tied.setdefault(name, label.text())
    found: list[str] = []
    for index, panel in enumerate(panels):
        title = tied.get(panel.get("id")) or tied.get(panel.get("aria-labelledby"))
        found.append(title or (labels[index].text() if index < len(labels) else ""))
    return found
