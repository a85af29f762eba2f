"""A list of models whose server says the key back: nothing of it is kept or said, however it is written."""

from __future__ import annotations

import base64
import json
import secrets
import string
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from draftproof.cli.main import main
from draftproof.text.guarding import Guard
from draftproof.text.secret import Secret
from drafts import key
from loopback import answer, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loopback import Script

HONEST = ("gpt-5", "gpt-4o-latest", "text-embedding-3-large-2024-01-25")
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "capitals": str.upper,
    "percent": lambda text: "".join(f"%{ord(each):02X}" for each in text),
    "quoted": lambda text: quote(text, safe=""),
    "base64": lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
    "base64, shifted": lambda text: base64.b64encode(f"Bearer {text}".encode()).decode().rstrip("="),
    "hexadecimal": lambda text: text.encode().hex(),
    "escaped": lambda text: "".join(f"\\u{ord(each):04x}" for each in text),
    "the first half": lambda text: text[: len(text) // 2],
    "the second half": lambda text: text[len(text) // 2 :],
    "cut up": ".".join,
}


def made() -> str:
    letters = string.ascii_letters + string.digits
    return "".join(secrets.choice(letters) for _ in range(40))


def places(said: str) -> dict[str, Script]:
    records = [{"id": said}, *({"id": name} for name in HONEST)]
    host = said.replace("\\", "").replace("%", "").lower()
    return {
        "an id": answer(json.dumps({"data": records}).encode()),
        "an id alone": answer(json.dumps([said]).encode()),
        "the next page": answer(json.dumps({"data": records, "has_more": True, "last_id": said}).encode()),
        "a kind": answer(json.dumps({"data": [{"id": "a", "type": said, "object": said}]}).encode()),
        "the media type": answer(b"x", kind=f"text/{said}"),
        "the encoding": answer(b"x", "200 OK", "application/json", f"Content-Encoding: {said}"),
        "a redirect": answer(b"", "302 Found", "text/plain", f"Location: https://{host[:60]}.example/{said}"),
        "the reason": answer(b"", f"500 {said}"),
    }


def refresh(folder: Path, base: str) -> int:
    options = ["--provider", "openai", "--url", f"{base}/v1/models", "--key-env", "A_KEY", "--timeout", "5"]
    return main(["catalog", "refresh", *options, "--folder", str(folder)])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", places("x" * 40))
def test_what_comes_back_is_neither_kept_nor_said(
    tmp_path: Path,
    place: str,
    form: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = made()
    said = FORMS[form](own)
    monkeypatch.setenv("A_KEY", own)
    with serving(places(said)[place]) as base:
        refresh(tmp_path, base)
        refresh(tmp_path, base)
    out = "".join(capsys.readouterr())
    kept = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert said.lower() not in (out + kept).lower()
    assert said[:14].lower() not in (out + kept).lower()
    if place == "an id":
        assert all(f"\n  {name}" in kept for name in HONEST), kept
        assert "1 left out" in out


def test_a_key_that_is_a_word_takes_no_honest_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers on one's own machine are given such keys."""
    monkeypatch.setenv("A_KEY", "test")
    names = [*HONEST, "latest-test"]
    with serving(answer(json.dumps(names).encode())) as base:
        assert refresh(tmp_path, base) == 0
    kept = (tmp_path / ".draftproof/models/openai.yaml").read_text()
    assert all(name in kept for name in names)


def test_a_guard_knows_pieces_and_no_others() -> None:
    own = made()
    guard = Guard([Secret(f"Bearer {own}")])
    assert guard.suspects(f"x{own[5:17]}y")
    assert guard.suspects(f"{own[5:11]}-{own[11:17]}")
    assert not guard.suspects(own[5:16])
    assert not guard.suspects("bearer.example.com")
    assert not Guard(()).suspects(own)
    assert guard(f"Bearer {own}!") == "********!"


def test_what_has_the_shape_of_a_key_is_no_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether a server lists it, a file holds it or somebody takes it for an alias."""
    value = key()
    options = ["--folder", str(tmp_path), "--provider", "openai"]
    (tmp_path / "list.txt").write_text("\n".join((*HONEST, value)))
    assert main(["catalog", "import", str(tmp_path / "list.txt"), *options]) == 0
    with serving(answer(json.dumps([value, *HONEST]).encode())) as base:
        assert main(["catalog", "refresh", *options, "--url", f"{base}/v1/models"]) == 0
    assert main(["catalog", "add", value, "--reason", "ours", *options]) == 2
    kept = (tmp_path / ".draftproof/models/openai.yaml").read_text()
    assert all(name in kept for name in HONEST)
    assert value not in kept + "".join(capsys.readouterr())


def test_the_address_of_a_list_is_kept_without_a_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value = key()
    with serving(answer(json.dumps(HONEST).encode())) as base:
        url = f"{base}/{value}/models"
        assert (
            main(["catalog", "refresh", "--folder", str(tmp_path), "--provider", "openai", "--url", url]) == 0
        )
    kept = (tmp_path / ".draftproof/models/openai.yaml").read_text()
    assert f"{base}/" in kept
    assert value[-20:] not in kept + "".join(capsys.readouterr())
