"""Input that nobody can read: one clear sentence each, the right exit code, and the others still checked."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from draftproof.engine import reading_files
from draftproof.text.decoding import decode
from drafts import draftproof, filled, findings, run, write

if TYPE_CHECKING:
    from draftproof.finding import Finding

GOOD = "# Good\n\n`{{key:github-classic}}`\n"


def _only(path: Path, **options: object) -> Finding:
    (found,) = findings(path, **options)
    return found


@pytest.mark.parametrize(
    ("name", "data", "says", "place"),
    [
        ("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", "the file is not text", (1, 1)),
        ("a.md", "# A\n".encode("utf-16"), "the file is UTF-16, not UTF-8", (1, 1)),
        ("a.md", "# A\n".encode("utf-32"), "the file is UTF-32, not UTF-8", (1, 1)),
        ("a.md", b"# A\n\nna\xefve\n", "not valid UTF-8: byte 0xef at offset 7", (3, 3)),
        ("a.md", b"# A\n\nnul \0 here\n", "the file holds NUL characters", (3, 5)),
        ("a.ipynb", b'{"cells": [', "not valid JSON", (1, 12)),
        ("a.ipynb", b'{"cells": [}', "not valid JSON", (1, 12)),
        ("a.ipynb", b"[1, 2]", "the notebook has no list of cells", (1, 1)),
        ("a.ipynb", b'{"cells": 3}', "the notebook has no list of cells", (1, 1)),
        ("a.ipynb", b'{"cells": [\n {"cell_type": "code"}]}', "cell 0 of the notebook has no source", (2, 2)),
        ("a.ipynb", b"[" * 100_000, "JSON", (1, 1)),
        ("a.ipynb", b'{"a":' * 1_000 + b"1" + b"}" * 1_000, "nested deeper than 500 levels", None),
        ("a.md", b'---\ntitle: "A\n---\n\n# A\n', "the front matter is not valid YAML", None),
        ("a.md", b"---\na: [1\nb: 2\n---\n\n# A\n", "the front matter is not valid YAML", None),
        ("a.md", b"---\na: b: c\n---\n\n# A\n", "the front matter is not valid YAML", (2, 5)),
        ("a.md", b"> " * 10_000 + b"x\n", "blocks are nested deeper than 64 levels here", None),
        ("a.md", b"- " * 10_000 + b"x\n", "blocks are nested deeper than 64 levels here", None),
    ],
)
def test_one_sentence_and_a_place(
    name: str, data: bytes, says: str, place: tuple[int, int] | None, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = _only(path)
    assert (found.code, found.path) == ("DOC001", path.as_posix())
    assert says in found.message
    assert "\n" not in found.message
    assert len(found.message) < 200
    if place is not None:
        assert (found.place.file_line, found.place.file_column) == place


@pytest.mark.parametrize("name", ["a.md", "a.mdx", "a.ipynb", "a.evidence.json"])
@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b" "])
def test_an_empty_file_is_no_problem(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    finished = run(tmp_path / name)
    assert finished.result.findings == ()
    assert finished.exit_code() == 0


def test_the_rest_of_a_file_with_a_bad_byte_is_checked_and_never_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"na\xefve\n\n" + filled(GOOD).encode())
    found = findings(path)
    assert [f.code for f in found] == ["DOC001", "KEY001"]
    assert all(f.fix is None for f in found)


def test_the_rest_of_a_file_with_bad_front_matter_is_checked(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": '---\ntitle: "A\n---\n\n' + GOOD})
    found = findings(tmp_path / "a.md")
    assert [(f.code, f.place.line) for f in found] == [("DOC001", 2), ("KEY001", 7)]


def test_a_notebook_with_one_bad_cell_is_checked(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code"},
        7,
        {"cell_type": "code", "source": filled('k = "{{key:github-classic}}"')},
    ]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert [f.code for f in findings(tmp_path / "a.ipynb")] == ["DOC001", "DOC001", "KEY001"]


def test_a_file_beyond_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a" * 20_000_000)
    found = _only(path)
    assert found.message == "the file has more than 16,000,000 bytes, which is the limit"
    assert "max-file-size" in found.help


def test_a_single_line_as_long_as_the_limit_allows(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a word and " * 1_400_000)
    assert findings(path) == ()


def test_others_are_checked_and_the_exit_code_is_1(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": b"\0\xff", "b.ipynb": b"{", "c.md": GOOD, "d.md": "# Fine\n"})
    finished = run(tmp_path)
    assert [(f.code, Path(f.path).name) for f in finished.result.findings] == [
        ("DOC001", "a.md"),
        ("DOC001", "b.ipynb"),
        ("KEY001", "c.md"),
    ]
    assert finished.result.counts.documents == 4
    assert finished.result.counts.unreadable == 2
    assert finished.exit_code() == 1


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.md": "# A\n", "b.md": GOOD})
    real = reading_files.regular_bytes

    def fails(path: str, most: int | None = None) -> bytes:
        if path.endswith("a.md"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, most)

    monkeypatch.setattr(reading_files, "regular_bytes", fails)
    found = findings(tmp_path)
    assert [f.code for f in found] == ["DOC001", "KEY001"]
    assert found[0].message == "the file cannot be read: Permission denied"
    assert found[0].help == "Check the file and its permissions."


def test_things_that_are_no_files_do_not_hang(tmp_path: Path) -> None:
    write(tmp_path, {"b.md": GOOD})
    os.mkfifo(tmp_path / "pipe.md")
    done = draftproof("check", "--isolated", "--format", "jsonl", "pipe.md", "b.md", cwd=tmp_path)
    assert '"KEY001"' in done.stdout
    assert "Traceback" not in done.stderr
    with socket.socket(socket.AF_UNIX) as server:
        place = Path.cwd()
        os.chdir(tmp_path)
        try:
            server.bind("socket.md")
        finally:
            os.chdir(place)
        done = draftproof("check", "--isolated", "--format", "jsonl", "socket.md", "b.md", cwd=tmp_path)
    assert '"KEY001"' in done.stdout
    assert "Traceback" not in done.stderr


def test_a_folder_that_holds_itself(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": GOOD})
    (tmp_path / "docs" / "again").symlink_to(tmp_path / "docs")
    (tmp_path / "docs" / "self.md").symlink_to("self.md")
    finished = run(tmp_path / "docs")
    assert [f.code for f in finished.result.findings if Path(f.path).name == "a.md"] == ["KEY001"]


def test_decoding_counts_characters_not_bytes() -> None:
    decoded = decode("é日🧪\n".encode() + b"\xff rest")
    assert (decoded.offset, decoded.text) == (4, "é日🧪\n\ufffd rest")
    assert not decoded.exact


@pytest.mark.parametrize("data", ["a\r\n", "\ufeffa", "a\u2028b\x0c", "\ufeff\ufeffa"])
def test_decoding_keeps_every_character(data: str) -> None:
    decoded = decode(data.encode())
    assert ("\ufeff" if decoded.bom else "") + decoded.text == data
