"""The static rules as functions: ``draftproof.check_text`` and ``draftproof.check_paths``.

They do what ``draftproof check`` does: offline, deterministic for a given date, and nothing in a document is
run. Results are frozen dataclasses that can be pickled; no credential stands in them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from draftproof.engine.dates import date_of_run
from draftproof.engine.running import Runner, RunOptions
from draftproof.faults import fit_to_say
from draftproof.finding import Confidence, Severity
from draftproof.reports.terminal import neutral
from draftproof.rulebook.errors import RulebookError
from draftproof.usage import CommandError, check_names, codes

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from draftproof.finding import Result
    from draftproof.live.results import LiveResult

PathLike = str | os.PathLike[str]
SeverityName = Literal["error", "warning", "advice"]
ConfidenceName = Literal["high", "medium", "low"]
_Level = TypeVar("_Level", Severity, Confidence)


class DraftproofError(Exception):
    """A run did not do what was asked: a mistake of the caller's or of a configuration, or a fault of
    draftproof. The message is made of sentences, one a line, without a credential.

    ``result`` is what was found all the same, None where nothing was looked at.
    """

    def __init__(self, message: str, result: Result | LiveResult | None = None) -> None:
        super().__init__(message)
        self.result = result


def check_text(
    text: str,
    path: PathLike = "document.md",
    *,
    select: str | Iterable[str] | None = None,
    extend_select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    min_severity: Severity | SeverityName | None = None,
    min_confidence: Confidence | ConfidenceName | None = None,
    fail_on: Severity | SeverityName | None = None,
    provider: str | None = None,
    publish: bool = False,
    today: datetime.date | None = None,
    config: PathLike | None = None,
    isolated: bool = False,
) -> Result:
    """Check a text as if it were the document at ``path``, which need not exist.

    The ending of ``path`` says what the text is (Markdown, MDX, a notebook); the configuration that would
    hold for ``path`` holds here, but for what it excludes. The options are those of ``check_paths``.

    Raises DraftproofError where the run did not do what was asked.
    """
    options = _options(
        select, extend_select, ignore, min_severity, min_confidence, fail_on, provider, today, config,
        publish=publish, isolated=isolated, stdin_filename=os.fspath(path),
        stdin=text.encode("utf-8", "surrogatepass"), force_exclude=False,
    )  # fmt: skip
    return _run(options, ["-"])


def check_paths(
    paths: PathLike | Iterable[PathLike],
    *,
    select: str | Iterable[str] | None = None,
    extend_select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    min_severity: Severity | SeverityName | None = None,
    min_confidence: Confidence | ConfidenceName | None = None,
    fail_on: Severity | SeverityName | None = None,
    provider: str | None = None,
    publish: bool = False,
    today: datetime.date | None = None,
    config: PathLike | None = None,
    isolated: bool = False,
    force_exclude: bool = True,
) -> Result:
    """Check files and folders, as ``draftproof check`` does.

    ``select``, ``extend_select`` and ``ignore`` are codes, prefixes, names or families of rules: an iterable,
    or one text with commas. Levels may be names. ``today`` is the date of the run, by default that of
    ``SOURCE_DATE_EPOCH``, else today in UTC. None and empty mean that the configuration decides; ``isolated``
    leaves configurations, lock files and records out. With ``force_exclude`` what a configuration excludes is
    left out even where it is named.

    Raises DraftproofError where the run did not do what was asked: a path that does not exist, a folder
    without a document, a rule or provider that is not known, a configuration that cannot be used. Its
    ``result`` holds what was found all the same.
    """
    options = _options(
        select, extend_select, ignore, min_severity, min_confidence, fail_on, provider, today, config,
        publish=publish, isolated=isolated, force_exclude=force_exclude,
    )  # fmt: skip
    return _run(options, arguments_of(paths))


def arguments_of(paths: PathLike | Iterable[PathLike]) -> list[str]:
    """Paths as a command line names them; ``-`` is a file of that name, not standard input."""
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    return ["./-" if text == "-" else text for text in (os.fspath(each) for each in named)]


def refused(sentences: str | Iterable[str], result: Result | LiveResult | None = None) -> DraftproofError:
    """The error that says these sentences, made harmless: a path in them may have been a credential."""
    lines = sentences.splitlines() if isinstance(sentences, str) else sentences
    return DraftproofError("\n".join(neutral(fit_to_say(line)) for line in lines), result)


def _options(
    select: str | Iterable[str] | None,
    extend_select: str | Iterable[str],
    ignore: str | Iterable[str],
    min_severity: Severity | str | None,
    min_confidence: Confidence | str | None,
    fail_on: Severity | str | None,
    provider: str | None,
    today: datetime.date | None,
    config: PathLike | None,
    *,
    publish: bool,
    isolated: bool,
    force_exclude: bool,
    stdin_filename: str | None = None,
    stdin: bytes | None = None,
) -> RunOptions:
    if isolated and config is not None:
        raise refused("isolated and config exclude each other")
    return RunOptions(
        today or date_of_today(),
        select=None if select is None else _selectors(select),
        extend_select=_selectors(extend_select),
        ignore=_selectors(ignore),
        min_severity=_level(Severity, min_severity, "min_severity"),
        min_confidence=_level(Confidence, min_confidence, "min_confidence"),
        fail_on=_level(Severity, fail_on, "fail_on"),
        config=None if config is None else Path(config),
        isolated=isolated,
        stdin_filename=stdin_filename,
        stdin=stdin,
        force_exclude=force_exclude,
        provider=provider,
        publish=publish,
    )


def date_of_today() -> datetime.date:
    """The date of a run that names none. Raises DraftproofError for a ``SOURCE_DATE_EPOCH`` that is none."""
    try:
        return date_of_run(None, os.environ)
    except ValueError as error:
        raise refused(str(error)) from None


def _selectors(given: str | Iterable[str]) -> tuple[str, ...]:
    return codes(given) if isinstance(given, str) else tuple(given)


def _level(kind: type[_Level], given: _Level | str | None, option: str) -> _Level | None:
    if given is None or isinstance(given, kind):
        return given
    names = {level.label: level for level in kind}
    if given not in names:
        raise refused(f"{option} is one of {', '.join(names)}")
    return names[str(given)]


def _run(options: RunOptions, arguments: list[str]) -> Result:
    runner = Runner(options)
    try:
        check_names(options, *runner.rulebooks_for(arguments))
        result = runner.run(arguments).result
    except CommandError as error:
        raise refused(str(error).removeprefix("--")) from None
    except RulebookError as error:
        raise refused(f"the rules cannot be used\n{error}") from None
    if result.errors:
        raise refused(result.errors, result)
    return result
