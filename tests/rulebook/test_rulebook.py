"""The rulebook: what is compiled, cached and merged, and how rules are chosen."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from draftproof import cache
from draftproof.checks import registry
from draftproof.configuration.model import Settings
from draftproof.engine.selection import select_rules
from draftproof.finding import Severity
from draftproof.rulebook.compiling import compile_pack, content_key, pack_files
from draftproof.rulebook.loading import builtin_folder, builtin_rulebook, rulebook_with
from draftproof.rulebook.specimens import UnknownShapeError, fill, specimen
from drafts import key, key_shapes, write

if TYPE_CHECKING:
    from pathlib import Path


def test_every_rule_names_a_check_that_exists_and_is_documented() -> None:
    for rule in builtin_rulebook().rules:
        assert callable(registry.CHECKS[rule.check].load())
        assert rule.help or rule.code == "DOC001" or len(rule.messages) > 0
        assert rule.url.endswith(f"{rule.code}.md")
        for template in rule.messages.values():
            assert not template.endswith(".")


def test_codes_and_names_are_unique_and_well_formed() -> None:
    rules = builtin_rulebook().rules
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    assert [rule.code for rule in rules] == sorted(rule.code for rule in rules)


def test_no_rule_page_holds_a_key() -> None:
    shapes = builtin_rulebook().vocabularies["key-shapes"]["keys"]
    certain = [re.compile(s["pattern"]) for s in shapes if s["certainty"] == "certain" and "pattern" in s]
    for path in pack_files(builtin_folder()):
        text = path.read_text(encoding="utf-8")
        for pattern in certain:
            assert not pattern.search(text), path


@pytest.mark.parametrize("shape", key_shapes())
def test_a_specimen_has_its_shape_and_only_itself(shape: str) -> None:
    entry = next(e for e in builtin_rulebook().vocabularies["key-shapes"]["keys"] if e["id"] == shape)
    values = {key(shape, str(seed)) for seed in range(20)}
    assert len(values) == 20
    assert key(shape, "7") == key(shape, "7")
    for value in values:
        assert re.fullmatch(entry.get("pattern", r"(?s).+"), value), shape


def test_marks_are_filled_alike_where_they_are_alike() -> None:
    shapes = builtin_rulebook().vocabularies["key-shapes"]
    one, same, other = fill("{{key:sk-48}} {{key:sk-48}} {{key:sk-48:2}}", shapes).split()
    assert one == same != other
    assert fill("{{key:sk-48}}", shapes, seed=1) != one
    assert fill("{{other}} {{key:}}", shapes) == "{{other}} {{key:}}"
    with pytest.raises(UnknownShapeError, match="there is no key shape `nope`"):
        specimen(shapes, "nope", "1")


def test_a_cache_is_used_and_never_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(tmp_path / "cache"))
    made: list[int] = []

    def build() -> list[int]:
        made.append(1)
        return [len(made)]

    assert cache.compiled("kind", "a" * 64, build) == [1]
    assert cache.compiled("kind", "a" * 64, build) == [1]
    assert cache.compiled("kind", "a" * 64, build, use=False) == [2]
    (entry,) = (tmp_path / "cache").iterdir()
    for broken in (
        "",
        "{",
        "[]",
        "null",
        '{"key": "b", "value": [9]}',
        json.dumps({"key": "a" * 64}),
        "[" * 100_000,
    ):
        entry.write_text(broken, encoding="utf-8")
        assert cache.compiled("kind", "a" * 64, build) == [len(made)]
        assert json.loads(cache.unsealed(entry.read_bytes()))["value"] == [len(made)]


def test_a_cache_that_cannot_be_written_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert cache.compiled("kind", "a", lambda: 7) == 7


def test_writing_keeps_permissions_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    cache.write_atomically(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        cache.write_atomically(tmp_path / "folder", b"x")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.txt", "folder"]


def test_the_key_of_a_pack_follows_its_content(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "one", "vocabulary/b.yaml": "x: 1\n", "README.md": "r", ".git/c.md": "no"})
    before = content_key(tmp_path)
    write(tmp_path, {"README.md": "other", "notes.txt": "n"})
    assert content_key(tmp_path) == before
    write(tmp_path, {"vocabulary/b.yaml": "x: 2\n"})
    assert content_key(tmp_path) != before


def test_a_pack_extends_vocabularies(tmp_path: Path) -> None:
    write(tmp_path, {"vocabulary/placeholders.yaml": "house: [mine]\n", "vocabulary/own.yaml": "a: 1\n"})
    vocabularies = rulebook_with([tmp_path]).vocabularies
    assert vocabularies["own"] == {"a": 1}
    assert vocabularies["placeholders"]["house"] == ["mine"]
    assert vocabularies["placeholders"].keys() > builtin_rulebook().vocabularies["placeholders"].keys()


def test_compiling_gives_plain_data_that_survives_json() -> None:
    data = compile_pack(builtin_folder(), "rules", registry)
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [
        ({"KEY001": "warning"}, Severity.WARNING),
        ({"KEY": "warning"}, Severity.WARNING),
        ({"credentials": "advice", "KEY": "warning"}, Severity.WARNING),
        ({"KEY001": "advice", "KEY": "warning", "credentials": "error"}, Severity.ADVICE),
        ({"realistic-key": "advice", "KEY00": "warning"}, Severity.ADVICE),
        ({"ALL": "advice"}, Severity.ADVICE),
        ({"ALL": "advice", "KEY": "warning"}, Severity.WARNING),
        ({"ALL": "advice", "credentials": "warning"}, Severity.WARNING),
        ({"KEY001": "off"}, None),
        ({"KEY": "off", "KEY001": "warning"}, Severity.WARNING),
        ({}, Severity.ERROR),
    ],
)
def test_the_level_of_the_nearest_selector_holds(levels: dict[str, str], wanted: Severity | None) -> None:
    chosen = {name: "off" if level == "off" else Severity[level.upper()] for name, level in levels.items()}
    for order in (chosen, dict(reversed(chosen.items()))):
        active = {each.rule.code: each for each in select_rules(builtin_rulebook(), Settings(severity=order))}
        assert (active["KEY001"].severity if "KEY001" in active else None) == wanted


def test_opt_in_rules_run_only_when_they_are_named() -> None:
    rulebook = builtin_rulebook()
    optional = {rule.code for rule in rulebook.rules if not rule.default}
    assert "KEY003" in optional

    def codes(**settings: tuple[str, ...]) -> set[str]:
        return {each.rule.code for each in select_rules(rulebook, Settings(**settings))}  # type: ignore[arg-type]

    assert not codes() & optional
    assert not codes(select=("KEY", "credentials")) & optional
    assert not codes(extend_select=("KEY",)) & optional
    assert "KEY003" in codes(select=("KEY003",))
    assert "KEY003" in codes(extend_select=("nonstandard-placeholder",))
    assert codes(select=("ALL",)) == {rule.code for rule in rulebook.rules}
    assert codes(select=("ALL",), ignore=("ALL",)) == set()
