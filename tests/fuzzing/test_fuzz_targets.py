"""Every target holds for its seeds and for some inputs made of them: the same ones on every machine."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from fuzz.driving import fire
from fuzz.mutating import LONGEST, Mutator
from fuzz.shrinking import shrunk
from fuzz.target import BrokenError, Target, hold
from fuzz.targets import TARGETS, target_named

from draftproof.samples.understanding import _FRONT_ENDS as FRONT_ENDS

if TYPE_CHECKING:
    from pathlib import Path

INPUTS = 60


@pytest.mark.parametrize("name", [target.name for target in TARGETS])
def test_a_target_holds(name: str) -> None:
    watch = fire(target_named(name), 600, seed=1, most=INPUTS)
    assert watch.faults == {}
    assert watch.runs == INPUTS


FOUND = {
    "a compressed answer that is broken and one byte too long": ("stream", b"\x04\x03\x05\x2d" + b"x" * 8001),
    "a break in the code of a page": ("read-html", b"<pre><br><"),
    "a key that is known only from where it stands again": (
        "mask",
        b"l{{key:anthropic-api}}\"{{key:anthropic-api}}'",
    ),
    "a value that is known only by the name before it": (
        "mask-notebook",
        b"{{key:hex-32}}apikey={{key:hex-32}}",
    ),
    "tables inside tables": ("configuration-toml", b"[[tool.draftproof" + b".of" * 2000 + b"]]"),
}


@pytest.mark.parametrize("what", FOUND)
def test_what_was_found_once_holds(what: str) -> None:
    name, data = FOUND[what]
    target_named(name).run(data)


def test_every_front_end_is_a_target() -> None:
    names = {target.name for target in TARGETS}
    assert {f"lang-{name}" for name in FRONT_ENDS} <= names


def test_names_are_unique() -> None:
    names = [target.name for target in TARGETS]
    assert len(names) == len(set(names))


def _thirteen(data: bytes) -> None:
    hold(data.count(b"13") == 0, "it holds thirteen")


BAD = Target("bad", "breaks on thirteen", lambda: [b"one\ntwo 13 three\nfour\n", b"x"], _thirteen, ("13",))


def test_a_fault_is_found_once_shrunk_and_kept(tmp_path: Path) -> None:
    watch = fire(BAD, 600, seed=1, folder=tmp_path, most=30)
    assert len(watch.faults) == 1
    (kept,) = (path for path in tmp_path.glob("bad-*.bin") if "slowest" not in path.name)
    assert kept.read_bytes() == b"13"
    assert "it holds thirteen" in kept.with_suffix(".txt").read_text(encoding="utf-8")


def test_equal_seeds_make_equal_inputs() -> None:
    def made(seed: int) -> list[bytes]:
        seen: list[bytes] = []
        fire(Target("list", "", lambda: [b"a b\nc d\n"], seen.append), 600, seed=seed, most=40)
        return seen

    assert made(3) == made(3) != made(4)


def test_inputs_stay_short() -> None:
    mutator = Mutator(random.Random(1), ("word",))
    data = b"abc def\n" * 2_000
    for _ in range(300):
        data = mutator.mutated(data, [data])
        assert len(data) <= LONGEST


def test_shrinking_keeps_what_is_needed() -> None:
    data = b"a\nb\nneedle x\nc\n" * 3 + b"thread\n"
    assert sorted(shrunk(data, lambda each: b"needle" in each and b"thread" in each, 30)) == sorted(
        b"needlethread"
    )


def test_hold_raises() -> None:
    hold(1, "fine")
    with pytest.raises(BrokenError, match="not fine"):
        hold([], "not fine")
