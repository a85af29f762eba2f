"""Dataclasses whose methods are made when first used: to everybody else they are those of the library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

from draftproof.dataclass import dataclass

KINDS = [{"frozen": True, "slots": True}, {"frozen": True}, {"slots": True}, {}]


def _pair(**options: bool) -> tuple[Any, Any]:
    """A class made here and the same made by the library."""

    def one(make: Any) -> Any:
        class Sample:
            """A sample."""

            SIZE: ClassVar[int] = 3
            a: int
            b: str = "x"
            c: list[int] = field(default_factory=list)
            d: str = field(default="", repr=False)
            e: int = field(default=0, compare=False)

            @property
            def double(self) -> int:
                return self.a * 2

        return make(**options)(Sample)

    return one(dataclass), one(dataclasses.dataclass)


@pytest.mark.parametrize("options", KINDS)
def test_it_behaves_as_the_library(options: dict[str, bool]) -> None:
    ours, theirs = _pair(**options)
    for given in ((1,), (1, "y"), (1, "y", [3]), (1, "y", [3], "z", 5)):
        mine, model = ours(*given), theirs(*given)
        assert repr(mine) == repr(model)
        assert dataclasses.asdict(mine) == dataclasses.asdict(model)
        assert mine == ours(*given)
        assert mine != model
        assert (mine == ours(2)) is (model == theirs(2))
        assert dataclasses.replace(mine, a=7) == ours(7, *given[1:])
        assert mine.double == 2
        assert copy.copy(mine) == mine
    assert ours.__match_args__ == theirs.__match_args__
    assert hasattr(ours(1), "__dict__") is hasattr(theirs(1), "__dict__")
    assert [f.name for f in dataclasses.fields(ours)] == [f.name for f in dataclasses.fields(theirs)]
    assert ours(1, e=4) == ours(1, e=5)
    assert ours(1).c is not ours(1).c


@pytest.mark.parametrize("options", KINDS)
def test_wrong_calls_are_refused_alike(options: dict[str, bool]) -> None:
    ours, theirs = _pair(**options)
    for arguments, given in (((), {}), ((1, 2, 3, 4, 5, 6), {}), ((1,), {"z": 1})):
        with pytest.raises(TypeError) as expected:
            theirs(*arguments, **given)
        with pytest.raises(TypeError) as found:
            ours(*arguments, **given)
        assert str(found.value) == str(expected.value)


@pytest.mark.parametrize("options", KINDS)
def test_hashes_and_changes(options: dict[str, bool]) -> None:
    ours, theirs = _pair(**options)
    for kind in (ours, theirs):
        made = kind(1, c=())
        if options.get("frozen"):
            assert hash(made) == hash(kind(1, c=(), e=9))
            with pytest.raises(FrozenInstanceError):
                made.a = 3
            with pytest.raises(FrozenInstanceError):
                del made.a
        else:
            with pytest.raises(TypeError):
                hash(made)
            made.a = 3
            assert made.a == 3


@dataclass(frozen=True, slots=True)
class Base:
    """A base."""

    a: int
    b: str = "x"


@dataclass(frozen=True, slots=True)
class Derived(Base):
    """One more field."""

    c: int = 3

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Derived)

    def __hash__(self) -> int:
        return 5


def test_classes_build_on_each_other() -> None:
    assert Derived(1).c == 3
    assert Derived(1) == Derived(2)
    assert hash(Derived(1)) == 5
    assert Base(1) == Base(1)
    assert Base(1) != Base(2)


def test_pickles() -> None:
    assert pickle.loads(pickle.dumps(Base(1, "y"))) == Base(1, "y")
    assert pickle.loads(pickle.dumps(Derived(1, "y", 4))).c == 4


def test_equality_is_there_before_anything_else_is_used() -> None:
    ours, _ = _pair(frozen=True, slots=True)
    made = ours.__new__(ours)
    for name in ("a", "b", "c", "d", "e"):
        object.__setattr__(made, name, 1)
    assert made.__eq__(made) is True
    assert isinstance(hash(made), int)


def test_a_class_that_looks_after_its_making_is_made_by_the_library() -> None:
    @dataclass(slots=True)
    class Looking:
        """It has something to do."""

        a: int

        def __post_init__(self) -> None:
            self.a += 1

    assert Looking(1).a == 2
