"""Rule packs to one plain data structure: what a build stores as JSON and a checkout keeps in its cache.

A pack is a folder: rule files (``**/*.md`` with front matter), ``vocabulary/*.yaml``, and
``contracts/*.yaml`` and ``providers/*.yaml``, which become the vocabularies of those names. The built-in
rules and a user's own have the same form.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from draftproof import __version__
from draftproof.rulebook.errors import RulebookError, RuleError, unreadable
from draftproof.rulebook.pack_files import bytes_of, pack_files, text_of
from draftproof.rulebook.rule_file import read_rule
from draftproof.text.yaml_nodes import YamlError, load, plain

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.rulebook.rule_file import CheckTypes

FORMAT = 3
"""Raised when the compiled form changes, so that an old cache entry is never read as a new one."""

CLAIMS_PREFIX = "claims-"
"""How the names of lexicons of promises begin."""


def content_key(folder: Path) -> str:
    """A digest of everything that compiling depends on."""
    digest = hashlib.sha256(f"draftproof-{__version__}-rules-{FORMAT}".encode())
    for path in pack_files(folder):
        try:
            data = bytes_of(path, folder)
        except OSError as error:
            data = str(error).encode("utf-8", "surrogateescape")  # the sentence about it is made anew
        name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
        digest.update(b"\0%b\0%d\0" % (name, len(data)))
        digest.update(data)
    return digest.hexdigest()


def compile_pack(folder: Path, shown: str, checks: CheckTypes) -> dict[str, Any]:
    """The plain data of a pack: its key, its rules, its vocabularies, each as JSON. Raises
    RulebookError with every fault of every file.
    """
    rules: list[dict[str, Any]] = []
    vocabularies: dict[str, Any] = {}
    errors: list[RuleError] = []
    seen: dict[str, str] = {}
    for path in pack_files(folder):
        relative = path.relative_to(folder).as_posix()
        name = f"{shown}/{relative}" if shown else relative
        try:
            if path.suffix == ".yaml":
                entries = (
                    vocabularies
                    if path.parent.name == "vocabulary"
                    else vocabularies.setdefault(path.parent.name, {})
                )
                entries[path.stem] = _vocabulary(path, folder, name)
                continue
            data = read_rule(path, name, checks, folder)
        except RulebookError as error:
            errors.extend(error.errors)
            continue
        for field in ("code", "name"):
            if data[field] in seen:
                message = f"`{data[field]}` is already the {field} of {seen[data[field]]}"
                errors.append(RuleError(name, 1, 1, message))
            seen[data[field]] = name
        rules.append({**data, "document": relative})
    if errors:
        raise RulebookError(tuple(errors))
    encoded = {name: json.dumps(data, ensure_ascii=False) for name, data in vocabularies.items()}
    return {"format": FORMAT, "key": content_key(folder), "rules": rules, "vocabularies": encoded}


def _vocabulary(path: Path, folder: Path, shown: str) -> Any:
    try:
        data = plain(load(text_of(path, folder), shown))
    except YamlError as error:
        raise RulebookError((RuleError(shown, error.line, error.column, error.message),)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError((RuleError(shown, 1, 1, unreadable(error)),)) from None
    problem = _problem(path.stem, data) if path.parent.name == "vocabulary" else ""
    if problem:
        raise RulebookError((RuleError(shown, 1, 1, problem),))
    return data


def _problem(name: str, data: Any) -> str:
    """What is wrong with the patterns of a vocabulary, "" where nothing is."""
    if name.startswith(CLAIMS_PREFIX):
        from draftproof.prose.lexicon import lexicon_problem  # noqa: PLC0415 - few packs have a lexicon

        return lexicon_problem(data)
    from draftproof.rulebook.pattern_guards import vocabulary_problem  # noqa: PLC0415 - few have vocabularies

    return vocabulary_problem(name, data)
