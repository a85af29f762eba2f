"""``dataclass`` of the standard library, whose methods are made when they are first used.

A hook starts on every commit, and most of the time that the program takes to start went into compiling the
methods of some 170 dataclasses, of which a run uses a few: half a millisecond each, five methods one by one
(Python 3.13 and later are faster at it). Here a class costs a tenth of that until it is used; then its
``__init__``, ``__eq__`` and ``__hash__`` are compiled at once. To everybody else the classes are what
``dataclasses`` makes: its fields, ``replace``, ``fields``, pickling, frozen instances, slots.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass

__all__ = ["dataclass"]

if not TYPE_CHECKING:

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """As ``dataclasses.dataclass``, with these two options and no others."""
        if cls is None:
            return lambda given: _made(given, frozen=frozen, slots=slots)
        return _made(cls, frozen=frozen, slots=slots)


def _made(cls: type[Any], *, frozen: bool, slots: bool) -> type[Any]:
    own = frozenset(vars(cls))
    if "__post_init__" in own or any(hasattr(base, "__post_init__") for base in cls.__mro__):
        return dataclasses.dataclass(frozen=frozen, slots=slots)(cls)
    made: type[Any] = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    for name, function in _first_uses(made, hashed=frozen).items():
        if name not in own:
            setattr(made, name, function)
    if "__eq__" not in own and not frozen:
        made.__hash__ = None  # type: ignore[assignment]  # equal today and not tomorrow
    if "__repr__" not in own:
        made.__repr__ = _repr  # type: ignore[assignment]
    if frozen:
        made.__setattr__ = _refuse_to_set  # type: ignore[assignment]
        made.__delattr__ = _refuse_to_delete  # type: ignore[assignment]
    if slots:
        made.__getstate__ = _state  # type: ignore[assignment]
        made.__setstate__ = _restore
    return made


def _first_uses(cls: type[Any], *, hashed: bool) -> dict[str, Callable[..., Any]]:
    """Methods that compile the real ones, put these in their place and go on as they would."""

    def __init__(self: Any, *args: Any, **given: Any) -> None:  # noqa: N807
        _compile(cls, hashed=hashed)
        cls.__init__(self, *args, **given)

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        _compile(cls, hashed=hashed)
        return cls.__eq__(self, other)  # type: ignore[call-arg]

    def __hash__(self: Any) -> int:  # noqa: N807
        _compile(cls, hashed=hashed)
        return cls.__hash__(self)  # type: ignore[call-arg]

    methods: dict[str, Callable[..., Any]] = {"__init__": __init__, "__eq__": __eq__}
    if hashed:
        methods["__hash__"] = __hash__
    for name, method in methods.items():
        method.__qualname__ = f"{cls.__qualname__}.{name}"
    return methods


def _compile(cls: type[Any], *, hashed: bool) -> None:
    """Compile the methods of a class, those that it does not define itself."""
    fields = dataclasses.fields(cls)
    names: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    parameters, body = [], []
    for field in fields:
        if not field.init:
            continue
        default = ""
        value = field.name
        if field.default is not dataclasses.MISSING:
            names[f"_default_{field.name}"] = field.default
            default = f"=_default_{field.name}"
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_factory_{field.name}"] = field.default_factory
            default = "=_missing"
            value = f"_factory_{field.name}() if {field.name} is _missing else {field.name}"
        parameters.append(field.name + default)
        body.append(f" _set(self, {field.name!r}, {value})")
    compared = [field.name for field in fields if field.compare]
    hashable = [field.name for field in fields if (field.compare if field.hash is None else field.hash)]
    source = "\n".join(
        (
            f"def __init__(self, {', '.join(parameters)}):",
            *(body or [" pass"]),
            "def __eq__(self, other):",
            " if other.__class__ is self.__class__:",
            f"  return {_tuple('self', compared)} == {_tuple('other', compared)}",
            " return NotImplemented",
            "def __hash__(self):",
            f" return hash({_tuple('self', hashable)})",
        )
    )
    exec(source, names)  # noqa: S102 - as dataclasses does, of names of fields alone
    for name in ("__init__", "__eq__", *(("__hash__",) if hashed else ())):
        if getattr(vars(cls).get(name), "__module__", "") == __name__:
            names[name].__qualname__ = f"{cls.__qualname__}.{name}"
            names[name].__module__ = cls.__module__
            setattr(cls, name, names[name])


def _tuple(of: str, names: list[str]) -> str:
    return "(" + "".join(f"{of}.{name}, " for name in names) + ")"


def _repr(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: Any, name: str, value: object) -> None:  # noqa: ARG001
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:  # noqa: ARG001
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
