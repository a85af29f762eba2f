"""Finding a configuration file, reading it, and making a Configuration of it.

``read_plain`` is the seam for a cache: a pure function from a text to data that JSON can hold.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof.configuration.model import Configuration, Override, Settings, changed
from draftproof.configuration.patterns import pattern_set
from draftproof.dataclass import dataclass
from draftproof.finding import Confidence, Severity
from draftproof.reading.limits import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from draftproof.configuration.kinds import PlacedSelector, Problem
    from draftproof.text.yaml_nodes import Node

YAML_NAMES = ("draftproof.yaml", ".draftproof.yaml", "draftproof.yml", ".draftproof.yml")
"""The first that exists in a folder is the one; after them its pyproject.toml, if that has the table."""
PYPROJECT = "pyproject.toml"
_WORKFLOWS = (".github", "workflows")
MAX_BYTES = 1_000_000
"""A longer configuration file is refused."""

SelectorCheck = Callable[[str], str | None]
"""None for a selector that the rulebook knows; else the nearest one it knows, or an empty text."""


class ConfigurationError(Exception):
    """A configuration that cannot be used: every problem of the file, one sentence each with its place.

    A sentence quotes what stands there, and somebody may have written a key where the name of one belongs: it
    is masked.
    """

    def __init__(self, sentences: Iterable[str]) -> None:
        from draftproof.faults import fit_to_say  # noqa: PLC0415 - only for a file that is wrong

        self.sentences = tuple(fit_to_say(sentence) for sentence in sentences)
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True, slots=True)
class Plain:
    """A configuration as plain data by the names of the options, and what is wrong with it.

    ``selectors`` are the rule selectors with their places: only a rulebook can judge those.
    """

    data: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    selectors: tuple[PlacedSelector, ...] = ()


def read_plain(text: str, name: str) -> Plain | None:
    """What a configuration text says; None for a pyproject.toml without the table.

    ``name`` decides the format by its ending: ``.toml``, else YAML.
    """
    toml = name.lower().endswith(".toml")
    if toml and "draftproof" not in text:
        return None
    # Late, all of it: where nothing is configured, nothing of this is of use.
    from draftproof.configuration.kinds import INVALID, Findings, Problem  # noqa: PLC0415
    from draftproof.configuration.options import ROOT  # noqa: PLC0415
    from draftproof.text.yaml_nodes import YamlError  # noqa: PLC0415

    try:
        root = _toml_root(text, name) if toml else _yaml_root(text, name)
    except YamlError as error:
        return Plain({}, (Problem(error.line, error.column, error.message),))
    if root is None:
        return None
    found = Findings()
    data = ROOT.check(root, "the configuration", found)
    problems = tuple(sorted(set(found.problems)))
    return Plain({} if data is INVALID else data, problems, tuple(found.selectors))


def _toml_root(text: str, name: str) -> Node | None:
    from draftproof.configuration import toml_nodes  # noqa: PLC0415

    return toml_nodes.load(text, name)


def _yaml_root(text: str, name: str) -> Node:
    from draftproof.text import yaml_nodes  # noqa: PLC0415

    root = yaml_nodes.load(text, name)
    return yaml_nodes.Node({}, 1, 1) if root.value is None else root


def configuration_from(plain: Plain, path: Path | None, folder: Path) -> Configuration:
    """The configuration that checked plain data stands for."""
    data = plain.data
    providers: dict[str, dict[str, str]] = data.get("providers", {})
    settings = Settings(
        min_severity=Severity[data.get("min-severity", "advice").upper()],
        min_confidence=Confidence[data.get("min-confidence", "medium").upper()],
        fail_on=Severity[data.get("fail-on", "warning").upper()],
        respect_gitignore=data.get("respect-gitignore", True),
        provider_placeholders=_of_each(providers, "placeholder"),
        provider_addresses=_of_each(providers, "base-url"),
        provider_keys=_of_each(providers, "key-env"),
        rules=tuple(data.get("rules", ())),
        max_file_size=data.get("max-file-size", DEFAULT_MAX_BYTES),
        evidence_place=data.get("evidence", {}).get("place", "folder"),
        snippet_folders=tuple(data.get("snippet-folders", ())),
    )
    return Configuration(
        folder=folder,
        path=path,
        settings=changed(settings, data),
        overrides=tuple(
            Override(pattern_set(entry["paths"]), {k: v for k, v in entry.items() if k != "paths"})
            for entry in data.get("overrides", ())
        ),
        exclude=pattern_set((*data.get("exclude", ()), *data.get("extend-exclude", ()))),
        include=pattern_set(data.get("include", ())),
        samples=pattern_set(data.get("samples", ())),
    )


def _of_each(providers: Mapping[str, Any], option: str) -> dict[str, str]:
    """The value of an option by provider, where it is given."""
    return {name: entry[option] for name, entry in providers.items() if option in entry}


def load(
    path: Path, *, folder: Path | None = None, known: Callable[[Configuration], SelectorCheck] | None = None
) -> Configuration:
    """The configuration of a file. Raises ConfigurationError with every problem that the file has.

    ``folder`` is what its patterns are relative to, by default its own. ``known`` makes the check of rule
    selectors, given the configuration, since that may name further rules.
    """
    shown = shown_path(path)
    plain = read_plain(_text(path, shown), path.name)
    if plain is None:
        raise ConfigurationError([f"{shown}: there is no table [tool.draftproof]"])
    problems = list(plain.problems)
    base = folder or Path(os.path.abspath(path)).parent  # noqa: PTH100  # a link stands where it stands
    configuration = None
    if not problems:
        configuration = configuration_from(plain, path, base)
        if known is not None and plain.selectors:
            problems = selector_problems(plain.selectors, known(configuration))
    if problems or configuration is None:
        raise ConfigurationError(f"{shown}:{p.line}:{p.column}: {p.message}" for p in sorted(problems))
    return configuration


def selector_problems(selectors: Iterable[PlacedSelector], check: SelectorCheck) -> list[Problem]:
    """A problem for every selector that the rulebook does not know."""
    from draftproof.configuration.kinds import Problem  # noqa: PLC0415
    from draftproof.text.yaml_nodes import quoted  # noqa: PLC0415

    problems: list[Problem] = []
    for text, line, column in selectors:
        near = check(text)
        if near is not None:
            hint = f"; did you mean {quoted(near)}?" if near else ""
            message = f"unknown rule {quoted(text)}{hint}"
            problems.append(Problem(line, column, message))
    return problems


def find(folder: Path) -> Path | None:
    """The configuration file nearest to a folder: in it or above it, up to the folder that holds ``.git``."""
    current = Path(os.path.abspath(folder))  # noqa: PTH100
    while True:
        here = find_in(current)
        if here is not None:
            return here
        if is_top(current):
            return None
        current = current.parent


def find_in(folder: Path) -> Path | None:
    """The configuration file in this very folder. A pyproject.toml that cannot be read does not count, nor
    does a workflow of GitHub that is called after draftproof.
    """
    for name in () if folder.parts[-2:] == _WORKFLOWS else YAML_NAMES:
        if (folder / name).is_file():
            return folder / name
    pyproject = folder / PYPROJECT
    if not pyproject.is_file():
        return None
    try:
        plain = read_plain(_text(pyproject, PYPROJECT), PYPROJECT)
    except ConfigurationError:
        return None
    return pyproject if plain is not None else None


def is_top(folder: Path) -> bool:
    """True where the way up ends: a repository's folder, or the root of the file system."""
    return folder.parent == folder or os.path.lexists(folder / ".git")


def project_of(folder: Path, configured: Path) -> str:
    """Where the project of a folder begins: the repository's folder, else that of the configuration where the
    folder lies in it, else the folder itself.
    """
    for above in (folder, *folder.parents):
        if is_top(above) and above.parent != above:
            return str(above)
    fits = configured.parent != configured and folder.is_relative_to(configured)
    return str(configured if fits else folder)


def shown_path(path: Path) -> str:
    """A path for a message: relative to the working directory where it lies in it, printable, one line."""
    text = str(path)
    base = str(Path.cwd())
    text = text[len(base) + 1 :] if text.startswith(base + os.sep) else text
    return text.replace(os.sep, "/").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _text(path: Path, shown: str) -> str:
    try:
        if not path.is_file():
            raise ConfigurationError([f"{shown}: there is no such file"])
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise ConfigurationError([f"{shown}: cannot be read ({reason})"]) from None
    if len(raw) > MAX_BYTES:
        raise ConfigurationError([f"{shown}: longer than {MAX_BYTES} bytes"])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigurationError([f"{shown}:{line}:1: not UTF-8"]) from None
