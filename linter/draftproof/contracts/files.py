"""Where contracts lie: the built-in ones, and the files of a folder of rules, which may be written."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from draftproof.contracts.editing import EditError, YamlText
from draftproof.dataclass import dataclass
from draftproof.rulebook.loading import COMPILED_NAME, builtin_folder, builtin_rulebook, merged
from draftproof.samples.knowledge_data import compile_knowledge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDER = "contracts"
MAX_BYTES = 1_000_000


class FolderError(ValueError):
    """A folder or a file of contracts that cannot be used: one sentence."""


@dataclass(frozen=True, slots=True)
class ContractFile:
    """A contract and the file of a folder of rules that holds it, or could.

    ``text`` is None where there is no such file yet. ``builtin`` is the built-in contract that a pack's file
    of the same name adds to; it is empty for the built-in files themselves. ``data`` is what holds: a whole
    contract as it stands in the file, else the built-in one and what the file adds.
    """

    path: Path
    text: str | None
    builtin: Mapping[str, Any] = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)

    def holding(self, text: str | None) -> Mapping[str, Any]:
        """What would hold with this text of the file. Raises FolderError for a text that is no contract."""
        if text == self.text or text is None:
            return self.data
        return _held(self.path, text, self.builtin)


def _held(path: Path, text: str, builtin: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        own = YamlText(text, path.as_posix()).data
    except EditError as error:
        raise FolderError(str(error)) from None
    if not isinstance(own, dict):
        raise FolderError(f"{path.as_posix()} is no contract: it is not a mapping")
    whole = "title" in own and "fields" in own
    data = own if whole or not builtin else merged(builtin, own)
    try:
        compile_knowledge({"contracts": {"": data}})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f": {error} is missing" if isinstance(error, KeyError) else ""
        raise FolderError(f"{path.as_posix()} is no contract{what}") from None
    return data if isinstance(data, dict) else {}


def contract_files(folder: Path) -> dict[str, ContractFile]:
    """The contracts that hold with a folder of rules, family -> file. Raises FolderError."""
    own_rules = folder.resolve() == builtin_folder().resolve()
    builtin: Mapping[str, Any] = {} if own_rules else builtin_rulebook().vocabularies.get(FOLDER, {})
    found = {
        data["family"]: ContractFile(folder / FOLDER / f"{name}.yaml", None, data, data)
        for name, data in builtin.items()
    }
    for path, text in _texts(folder):
        below = builtin.get(path.stem, {})
        data = _held(path, text, below)
        found[data["family"]] = ContractFile(path, text, below, data)
    return dict(sorted(found.items()))


def _texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Path and text of every contract in a folder of rules."""
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        if path.name.startswith("."):
            continue
        if not path.resolve().is_relative_to(folder.resolve()):
            raise FolderError(f"{path.as_posix()} is a link that leads out of the folder of rules")
        try:
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            raise FolderError(f"{path.as_posix()} is not UTF-8 text") from None
        except OSError as error:
            raise FolderError(f"{path.as_posix()} cannot be read: {error.strerror or error}") from None
        if len(data) > MAX_BYTES:
            raise FolderError(f"{path.as_posix()} is longer than {MAX_BYTES:,} bytes")
        yield path, text


def rules_folder(named: Path | None) -> Path:
    """The folder of rules to compare with or write into: the named one, else the checkout's.

    Raises FolderError where there is none, and for one of an installed package: the next installation would
    undo what is written there.
    """
    builtin = builtin_folder()
    folder = builtin if named is None else named
    if not folder.is_dir():
        raise FolderError(f"{folder.as_posix()}: there is no such folder of rules")
    packaged = builtin.name == "_rules" and folder.resolve().is_relative_to(builtin.resolve().parent)
    if packaged or (folder / COMPILED_NAME).exists():
        hint = "; name the folder of a rule pack with --rules" if named is None else ""
        raise FolderError(f"{folder.as_posix()} belongs to an installed package and is not written{hint}")
    return folder
