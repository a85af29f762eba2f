"""The rulebook of a run: built-in rules from their compiled form, a user's packs on top."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof.finding import Confidence, Severity
from draftproof.rulebook.model import HOMEPAGE, Rule, Rulebook, SourceNote
from draftproof.rulebook.vocabularies import Vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PACKAGE = Path(__file__).resolve().parent.parent
COMPILED_NAME = "compiled.json"


def builtin_folder() -> Path:
    """The folder of the built-in rules: the packaged one, else the checkout's (an editable install)."""
    packaged = _PACKAGE / "_rules"
    return packaged if packaged.is_dir() else _PACKAGE.parent.parent / "rules"


@cache
def builtin_rulebook() -> Rulebook:
    """The rules that draftproof ships."""
    folder = builtin_folder()
    compiled_file = folder / COMPILED_NAME
    if compiled_file.is_file():
        data = json.loads(compiled_file.read_bytes())
    else:
        data = _compiled_pack(folder, "rules", use_cache=True)
    rules = sorted(_rules(folder, data), key=lambda rule: rule.code)
    return Rulebook(tuple(rules), Vocabularies(data["vocabularies"]), (str(folder),), data["key"])


def rulebook_with(packs: Sequence[Path], *, use_cache: bool = True) -> Rulebook:
    """The built-in rulebook and the user's packs. Raises RulebookError for a pack that cannot be used."""
    if not packs:
        return builtin_rulebook()
    from draftproof.rulebook.errors import RulebookError, RuleError  # noqa: PLC0415 - only with a user's pack

    builtin = builtin_rulebook()
    loaded: list[tuple[Path, Any]] = []
    errors: list[RuleError] = []
    for folder in packs:
        if not folder.is_dir():
            errors.append(RuleError(str(folder), 1, 1, "there is no such folder of rules"))
            continue
        data = _compiled_pack(folder, str(folder), use_cache=use_cache)
        loaded.append((folder, data))
        for rule in data["rules"]:
            if builtin.find(rule["code"]) or builtin.find(rule["name"]):
                message = (
                    f"{rule['code']} {rule['name']} is already a built-in rule; choose another code and name"
                )
                errors.append(RuleError(str(folder / rule["document"]), 1, 1, message))
    if errors:
        raise RulebookError(tuple(errors))
    vocabularies: dict[str, Any] = dict(builtin.vocabularies)
    for _, data in loaded:
        for name, encoded in data["vocabularies"].items():
            vocabularies[name] = merged(vocabularies.get(name), json.loads(encoded))
    rules = (*builtin.rules, *(rule for folder, data in loaded for rule in _rules(folder, data)))
    return Rulebook(
        tuple(sorted(rules, key=lambda rule: rule.code)),
        vocabularies,
        tuple(map(str, packs)),
        " ".join((builtin.key, *(data["key"] for _, data in loaded))),
    )


def _compiled_pack(folder: Path, shown: str, *, use_cache: bool) -> dict[str, Any]:
    from draftproof.cache import compiled  # noqa: PLC0415 - not needed with the compiled form
    from draftproof.rulebook.compiling import compile_pack, content_key  # noqa: PLC0415 - YAML, hashing

    def build() -> dict[str, Any]:
        from draftproof.checks import registry  # noqa: PLC0415 - only to compile

        return compile_pack(folder, shown, registry)

    result: dict[str, Any] = compiled("rules", content_key(folder), build, use=use_cache)
    return result


def merged(base: Any, addition: Any) -> Any:
    """A pack's vocabulary over the built-in one: lists are extended, mappings merged, the rest replaced."""
    if isinstance(base, dict) and isinstance(addition, dict):
        return {**base, **{key: merged(base.get(key), value) for key, value in addition.items()}}
    if isinstance(base, list) and isinstance(addition, list):
        return [*base, *addition]
    return addition


def _rules(folder: Path, data: Mapping[str, Any]) -> Iterator[Rule]:
    builtin = builtin_folder()
    for raw in data["rules"]:
        document = raw["document"]
        yield Rule(
            code=raw["code"],
            name=raw["name"],
            family=raw["family"],
            severity=Severity[raw["severity"].upper()],
            confidence=Confidence[raw["confidence"].upper()],
            check=raw["check"],
            messages=raw["messages"],
            help=raw["help"],
            document=str(folder / document),
            default=raw["default"],
            fix=raw["fix"],
            options=raw["options"],
            sources=tuple(SourceNote(**source) for source in raw["sources"]),
            since=raw["since"],
            url=f"{HOMEPAGE}/blob/main/rules/{document}" if folder == builtin else "",
        )
