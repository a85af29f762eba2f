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
from draftproof.rulebook.errors import RulebookError, RuleError
from draftproof.rulebook.rule_file import read_rule
from draftproof.text.yaml_nodes import YamlError, load, plain

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.rulebook.rule_file import CheckTypes

FORMAT = 3
"""Raised when the compiled form changes, so that an old cache entry is never read as a new one."""

CLAIMS_PREFIX = "claims-"
"""How the names of lexicons of promises begin."""

DATA_FOLDERS = ("vocabulary", "contracts", "providers")
"""Folders of a pack with data in YAML, a file an entry."""


def pack_files(folder: Path) -> list[Path]:
    """The rule and vocabulary files of a pack, sorted; READMEs and hidden files are not rules."""
    rules = (path for path in folder.rglob("*.md") if path.name.upper() != "README.MD")
    data = (path for name in DATA_FOLDERS for path in (folder / name).glob("*.yaml"))
    return sorted(
        path
        for path in (*rules, *data)
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def content_key(folder: Path) -> str:
    """A digest of everything that compiling depends on."""
    digest = hashlib.sha256(f"draftproof-{__version__}-rules-{FORMAT}".encode())
    for path in pack_files(folder):
        data = path.read_bytes()
        digest.update(f"\0{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
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
                entries[path.stem] = _vocabulary(path, name)
                continue
            data = read_rule(path, name, checks)
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


def _vocabulary(path: Path, shown: str) -> Any:
    try:
        data = plain(load(path.read_text(encoding="utf-8"), shown))
    except YamlError as error:
        raise RulebookError((RuleError(shown, error.line, error.column, error.message),)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError((RuleError(shown, 1, 1, f"the file cannot be read: {error}"),)) from None
    if path.parent.name == "vocabulary" and path.stem.startswith(CLAIMS_PREFIX):
        from draftproof.prose.lexicon import lexicon_problem  # noqa: PLC0415 - few packs have a lexicon

        if problem := lexicon_problem(data):
            raise RulebookError((RuleError(shown, 1, 1, problem),))
    return data
