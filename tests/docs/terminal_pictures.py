"""Pictures of what a terminal shows: ``python tests/docs/terminal_pictures.py`` draws them anew.

Each is a command that was really run over the tutorials of the fixtures, and its coloured output as SVG: text
that can be searched, in the fonts that the reader has. Nothing in it is loaded from anywhere, and the same
output is the same bytes. The test beside this file draws them again and compares.
"""

from __future__ import annotations

import io
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from doc_pages import ROOT, Sandbox
from rich.console import Console
from rich.markup import escape
from rich.terminal_theme import TerminalTheme
from rich.text import Text

FOLDER = ROOT / "docs" / "pictures"
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
COLUMNS = 110
"""Of the terminal: a longer line goes on in the next."""
_GREY, _RED, _GREEN, _YELLOW = (139, 148, 158), (255, 123, 114), (126, 211, 133), (234, 185, 92)
_BLUE, _MAGENTA, _CYAN, _WHITE = (121, 174, 255), (210, 168, 255), (118, 214, 224), (231, 229, 224)
_COLOURS = [(29, 32, 36), _RED, _GREEN, _YELLOW, _BLUE, _MAGENTA, _CYAN, _WHITE]
THEME = TerminalTheme((29, 32, 36), _WHITE, _COLOURS, [_GREY, *_COLOURS[1:]])
"""Light on dark; every colour can be read on the ground."""
FORMAT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{ font-family: FONTS; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
""".replace("FONTS", FONTS)
"""As rich fills it in. Its own has a font that is fetched."""
_NOTHING = re.compile(r' clip-path="[^"]*"|<text [^>]*>\s*</text>')
"""Every line cut off at its end, and line ends as texts: they show nothing."""
_LONG = re.compile(r"\b\d+\.\d{5,}\b")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the name of its file without the ending, and the command; ``--color always`` is added."""

    name: str
    command: str

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.svg"


PICTURES = (
    Picture(
        "terminal-check", "draftproof check --select API,STR002,CLM articles/stream-answers-in-python.md"
    ),
    Picture("terminal-diff", "draftproof check --diff docs/hello-responses.md"),
    Picture("terminal-verify", "draftproof verify docs/ --embedded"),
)


def drawn(name: str, command: str, output: str) -> str:
    """A terminal in which a command printed an output with colours, as SVG."""
    prompt = Text.from_markup(f"[bold green]$[/] {escape(command)}")
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for line in (prompt, *Text.from_ansi(output).split(allow_blank=True)):
        for piece in line.divide(range(COLUMNS, len(line), COLUMNS)):
            console.print(piece, no_wrap=True)
    svg = console.export_svg(title="", theme=THEME, code_format=FORMAT, unique_id=name)
    plain = _NOTHING.sub("", _LONG.sub(lambda number: f"{float(number[0]):.2f}", svg))
    plain = plain.replace("</text>", "</text>\n")
    return "".join(f"{line.strip()}\n" for line in plain.splitlines() if line.strip())


def made(picture: Picture, sandbox: Sandbox) -> str:
    """The picture as it is now."""
    program, action, rest = picture.command.split(" ", 2)
    output = sandbox.run(f"{program} {action} --color always {rest}").output
    if "internal error" in output:
        raise SystemExit(f"{picture.command}: {output}")
    return drawn(picture.name, picture.command, output)


def sandbox(folder: Path) -> Sandbox:
    """Where the commands run."""
    return Sandbox(folder, ROOT / "README.md")


def main() -> None:
    """Draw the pictures that are out of date and name them."""
    with tempfile.TemporaryDirectory() as folder:
        here = sandbox(Path(folder))
        for picture in PICTURES:
            text = made(picture, here)
            if not picture.path.is_file() or picture.path.read_text(encoding="utf-8") != text:
                picture.path.write_text(text, encoding="utf-8", newline="\n")
                print(picture.path.relative_to(ROOT))


if __name__ == "__main__":
    main()
