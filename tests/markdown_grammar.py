"""Made-up Markdown: nested blocks with marker words in known places.

A marker is a word that occurs once. The grammar notes, for every marker, the kind of block that holds it and
the containers around it; where it stands in the text needs no notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from draftproof.reading.document import BlockKind, ContainerKind

Draw = st.DrawFn
K = ContainerKind

WORDS = st.sampled_from(
    ["stream", "Größe", "e\u0301te\u0301", "日本語", "🧪🧪", "a\u200db", "x\u2028y", "tab", "\u00a0", "١٢"]
)
LANGUAGES = st.sampled_from(["python", "bash", "json", "ts", "curl", "C++", ""])
INFOS = st.sampled_from(
    ["", ' title="a.py"', " {1,3-4}", " showLineNumbers", ' filename="b.js"', " [Python]"]
)
CODE_LINES = st.sampled_from(
    [
        "",
        "    deep = 1",
        "\ttabbed",
        "> not a quote",
        "- no item",
        "# no heading",
        "| no | table |",
        "``",
        "x\\|y",
        " ",
    ]
)


@dataclass
class Noted:
    """What is known of a marker."""

    kind: BlockKind
    containers: tuple[ContainerKind, ...]


@dataclass
class Drafting:
    """A document in the making."""

    draw: Draw
    mdx: bool
    markers: dict[str, Noted] = field(default_factory=dict)

    def marker(self, kind: BlockKind, inside: tuple[ContainerKind, ...]) -> str:
        word = f"mark{len(self.markers)}q"
        self.markers[word] = Noted(kind, inside)
        return word

    def words(self) -> str:
        return " ".join(self.draw(st.lists(WORDS, min_size=1, max_size=3)))

    # -- leaves

    def paragraph(self, inside: tuple[ContainerKind, ...]) -> list[str]:
        lines = [f"Say {self.words()} {self.marker(BlockKind.PARAGRAPH, inside)} so"]
        if self.draw(st.booleans()):
            lines.append(f"and {self.words()} {self.marker(BlockKind.PARAGRAPH, inside)} end")
        return lines

    def heading(self, inside: tuple[ContainerKind, ...]) -> list[str]:
        text = f"Part {self.words()} {self.marker(BlockKind.HEADING, inside)}"
        style = self.draw(st.sampled_from(["# {}", "### {} ###", "##  {}", "{}\n=====", "{}\n---"]))
        return str(style.format(text)).split("\n")

    def fence(self, inside: tuple[ContainerKind, ...]) -> list[str]:
        marks = self.draw(st.sampled_from(["```", "~~~", "````", "~~~~~"]))
        lines = [self.draw(CODE_LINES) for _ in range(self.draw(st.integers(0, 3)))]
        lines.append(f"x = {self.words()} {self.marker(BlockKind.CODE, inside)}")
        lines += [self.draw(CODE_LINES) for _ in range(self.draw(st.integers(0, 2)))]
        return [f"{marks}{self.draw(LANGUAGES)}{self.draw(INFOS)}", *lines, marks]

    def indented(self, inside: tuple[ContainerKind, ...]) -> list[str]:
        return ["# Code", "", f"    y = {self.marker(BlockKind.CODE, inside)} {self.words()}", "      z"]

    def table(self, inside: tuple[ContainerKind, ...]) -> list[str]:
        inside = (*inside, K.TABLE)
        cell = BlockKind.TABLE_CELL
        escaped = self.draw(st.sampled_from(["", r"a \| b ", r"`p \| q` "]))
        return [
            f"| one | {self.words()} {self.marker(cell, inside)} |",
            "| --- | :---: |",
            f"| {escaped}{self.marker(cell, inside)} | two |",
            f"three | {escaped}{self.marker(cell, inside)}",
        ]

    def comment(self, inside: tuple[ContainerKind, ...]) -> list[str]:
        word = self.marker(BlockKind.COMMENT, inside)
        if self.mdx and self.draw(st.booleans()):
            return [f"{{/* {self.words()} {word} */}}"]
        return [f"<!-- {self.words()}", f"  {word} -->"] if self.draw(st.booleans()) else [f"<!-- {word} -->"]

    # -- containers

    def quote(self, depth: int, inside: tuple[ContainerKind, ...]) -> list[str]:
        body = self.blocks(depth - 1, (*inside, K.QUOTE))
        bare = not any(line.startswith((" ", "\t")) for line in body)  # a blank after the mark belongs to it
        prefixes = ["> ", *([">"] if bare else []), *([] if K.LIST_ITEM in inside else [" > "])]
        prefix = self.draw(st.sampled_from(prefixes))
        return [(prefix + line).rstrip() for line in body]

    def item(self, depth: int, inside: tuple[ContainerKind, ...]) -> list[str]:
        marks = [("- ", "  "), ("1. ", "   "), ("10) ", "    "), ("*   ", "    ")]
        if not inside:  # further in, how far a tab reaches depends on what stands before it
            marks.append(("-\t", "\t"))
        mark, indent = self.draw(st.sampled_from(marks))
        first, *rest = self.blocks(depth - 1, (*inside, K.LIST_ITEM))
        return [mark + first, *(indent + line if line else "" for line in rest)]

    def markdown_fence(self, depth: int, inside: tuple[ContainerKind, ...]) -> list[str]:
        language = "mdx" if self.mdx else self.draw(st.sampled_from(["markdown", "md"]))
        body = self.blocks(depth - 1, (*inside, K.FENCE))
        return ["`" * (8 + depth) + language, *body, "`" * (8 + depth)]

    def colons(self, depth: int, inside: tuple[ContainerKind, ...]) -> list[str]:
        marks = ":" * (3 + depth)
        return [f"{marks}note Mind", "", *self.blocks(depth - 1, (*inside, K.ADMONITION)), "", marks]

    def tabs(self, depth: int, inside: tuple[ContainerKind, ...]) -> list[str]:
        body = self.blocks(depth - 1, (*inside, K.TAB_GROUP, K.TAB))
        open_tab, close_tab = self.draw(
            st.sampled_from(
                [
                    (["<Tabs>", '<TabItem value="py" label="Python">'], ["</TabItem>", "</Tabs>"]),
                    (['<hfoptions id="x">', '<hfoption id="python">'], ["</hfoption>", "</hfoptions>"]),
                    (["{% tabs %}", '{% tab title="Python" %}'], ["{% endtab %}", "{% endtabs %}"]),
                ]
            )
        )
        return [*open_tab, "", *body, "", *close_tab]

    def material_tab(self, depth: int, inside: tuple[ContainerKind, ...]) -> list[str]:
        body = self.blocks(depth - 1, (*inside, K.TAB_GROUP, K.TAB))
        return ['=== "Python"', "", *("    " + line if line else "" for line in body)]

    def blocks(self, depth: int, inside: tuple[ContainerKind, ...] = ()) -> list[str]:
        leaves = [self.paragraph, self.heading, self.fence, self.table, self.comment]
        if not self.mdx and not set(inside) & {K.TAB}:
            leaves.append(self.indented)
        nested = [self.quote, self.item, self.markdown_fence, self.colons, self.tabs, self.material_tab]
        lines: list[str] = []
        for _ in range(self.draw(st.integers(1, 3))):
            if lines:
                lines.append("")
            if depth and self.draw(st.integers(0, 2)):
                lines += self.draw(st.sampled_from(nested))(depth, inside)
                lines += ["", "Between.", ""]
            else:
                lines += self.draw(st.sampled_from(leaves))(inside)
        return lines


@dataclass
class Made:
    """A made-up document and what is known of its markers."""

    text: str
    name: str
    markers: dict[str, Noted]


@st.composite
def documents(draw: Draw) -> Made:
    """Documents with any mix of line ends, with or without front matter."""
    drafting = Drafting(draw, mdx=draw(st.booleans()))
    lines = drafting.blocks(draw(st.integers(0, 3)))
    if draw(st.booleans()):
        word = drafting.marker(BlockKind.FRONT_MATTER, ())
        lines = ["---", f"title: {word}", "---", "", *lines]
    ends = draw(st.sampled_from([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]]))
    parts = []
    for line in lines:
        end = draw(st.sampled_from(ends))
        joins = not line and end == "\n" and parts[-1:] == ["\r"]  # the two would be one line end
        parts += [line, "\r" if joins else end]
    if draw(st.booleans()):
        parts.pop()
    return Made("".join(parts), "made.mdx" if drafting.mdx else "made.md", drafting.markers)
