"""The pictures of terminals are what the commands print now, load nothing, and stand in pages with a text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from doc_pages import PAGES, ROOT
from terminal_pictures import FOLDER, PICTURES, THEME, drawn, made, sandbox

if TYPE_CHECKING:
    from pathlib import Path

    from doc_pages import Sandbox
    from terminal_pictures import Picture

_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_REACHES_OUT = re.compile(r"href|url\(|@import|@font-face|<script|<image|<foreignObject|<!")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return sandbox(tmp_path_factory.mktemp("pictures"))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_what_the_command_prints(picture: Picture, here: Sandbox) -> None:
    """`python tests/docs/terminal_pictures.py` draws what is out of date."""
    assert picture.path.read_text(encoding="utf-8") == made(picture, here)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_loads_nothing(picture: Picture) -> None:
    text = picture.path.read_text(encoding="utf-8")
    assert not _REACHES_OUT.search(text)
    assert re.findall(r"https?://\S+?(?=[\s<\"])", text.partition("<style>")[0]) == [
        "http://www.w3.org/2000/svg"
    ]
    shown = "".join(ET.fromstring(text).itertext())
    assert picture.command in shown.replace("\N{NO-BREAK SPACE}", " ")


def test_every_picture_is_shown_with_a_text() -> None:
    shown: dict[Path, list[str]] = {}
    for page in PAGES:
        for text, target in _IMAGE.findall(page.read_text(encoding="utf-8")):
            shown.setdefault((page.parent / target).resolve(), []).append(text)
    assert {each.path for each in PICTURES} <= set(shown)
    assert set(FOLDER.iterdir()) == set(shown)
    assert all(len(text.split()) > 5 for texts in shown.values() for text in texts)
    assert sum(page == ROOT / "README.md" and "terminal-" in page.read_text("utf-8") for page in PAGES) == 1


def test_a_line_too_long_goes_on_in_the_next_and_nothing_acts() -> None:
    made = drawn("x", "draftproof <b> [red]", f"{'a' * 250}\n<script>alert(1)</script> & \x1b[31mred\x1b[0m")
    lines = "".join(ET.fromstring(made).itertext()).replace("\N{NO-BREAK SPACE}", " ")
    assert "<script>alert(1)</script> & " in lines
    assert "draftproof <b> [red]" in lines
    assert [len(run) for run in re.findall("a{20,}", lines)] == [110, 110, 30]
    assert "<script" not in made


def test_every_colour_can_be_read() -> None:
    ground = _light(THEME.background_color)
    for colour in (THEME.foreground_color, *(THEME.ansi_colors[number] for number in range(1, 16))):
        assert (_light(colour) + 0.05) / (ground + 0.05) > 4.5, colour


def _light(colour: tuple[int, int, int]) -> float:
    """Relative luminance, after WCAG 2.2."""
    parts = [each / 255 for each in colour]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
