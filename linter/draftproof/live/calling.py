"""The live stage as a function: ``draftproof.verify``."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.api import arguments_of, date_of_today, refused
from draftproof.engine.dates import time_of_run
from draftproof.engine.running import Runner, RunOptions, unusable
from draftproof.live.keys import KeyMissingError, key_from_environment
from draftproof.live.model import StreamLimits
from draftproof.live.planning import DEFAULT_CAP, DEFAULT_REQUESTS, PlanOptions
from draftproof.live.server.embedded import ServerError
from draftproof.live.session import LiveOptions, SelectionError, carry_out, embedded_server, prepare
from draftproof.live.targets import TargetError
from draftproof.rulebook.errors import RulebookError
from draftproof.usage import CommandError, check_provider

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from draftproof.api import PathLike
    from draftproof.live.planning import RequestKind
    from draftproof.live.results import LiveResult


def verify(
    paths: PathLike | Iterable[PathLike],
    *,
    provider: str | None = None,
    base_url: str = "",
    key_env: str = "",
    embedded: bool = False,
    use_proxies: bool = False,
    model: str = "",
    request: RequestKind = "minimal",
    outdated: bool = False,
    error_path: bool = True,
    timeout: float = 60.0,
    idle_timeout: float = 20.0,
    max_requests: int = DEFAULT_REQUESTS,
    max_output_tokens: int = DEFAULT_CAP,
    concurrency: int = 1,
    records: bool = True,
    evidence_dir: PathLike | None = None,
    today: datetime.date | None = None,
    config: PathLike | None = None,
    isolated: bool = False,
    force_exclude: bool = True,
) -> LiveResult:
    """Send one small streaming check for each Responses sample, as ``draftproof verify`` does.

    **This uses the network**, unless ``embedded``. Who is asked is what ``provider`` or the configuration
    says, never a document. The key comes from the environment, from the variable that ``key_env``, the
    configuration or the provider's documentation names; it is no argument, so that no traceback shows it.
    Times are in seconds. Records are written as the command writes them; ``records=False`` writes none.

    Raises DraftproofError where the run did not do what was asked: no key, an address that must not be
    asked, a path that does not exist, a configuration that cannot be used.
    """
    _refuse_seconds(timeout=timeout, idle_timeout=idle_timeout)
    _refuse_counts(max_requests=max_requests, max_output_tokens=max_output_tokens, concurrency=concurrency)
    if embedded and (base_url or key_env):
        raise refused("embedded brings its own address and key; leave base_url and key_env out")
    if isolated and config is not None:
        raise refused("isolated and config exclude each other")
    limits = StreamLimits(total=timeout, idle=min(idle_timeout, timeout))
    live = LiveOptions(
        PlanOptions(request, model.strip(), max_output_tokens, error_path, max_requests, limits),
        provider,
        base_url,
        key_env,
        embedded,
        outdated,
        None if evidence_dir is None else Path(evidence_dir),
        records and (evidence_dir is not None or not isolated),
        concurrency,
        use_proxies,
    )
    run = RunOptions(
        today or date_of_today(),
        config=None if config is None else Path(config),
        isolated=isolated,
        force_exclude=force_exclude,
    )
    return _asked(Runner(run), arguments_of(paths), live)


def _refuse_seconds(**given: float) -> None:
    for name, value in given.items():
        if not (math.isfinite(value) and value > 0):
            raise refused(f"{name} is a number of seconds over 0")


def _refuse_counts(**given: int) -> None:
    for name, count in given.items():
        if count < 1:
            raise refused(f"{name} is a whole number over 0")


def _asked(runner: Runner, arguments: list[str], live: LiveOptions) -> LiveResult:
    """The result of the run. Raises DraftproofError for all that keeps it from being what was asked for."""
    try:
        check_provider(live.provider, *runner.rulebooks_for(arguments))
        return _carried_out(runner, arguments, live)
    except CommandError as error:
        raise refused(str(error).removeprefix("--")) from None
    except RulebookError as error:
        raise refused(f"the rules cannot be used\n{error}") from None
    except (SelectionError, TargetError, KeyMissingError, ServerError) as error:
        raise refused(str(error)) from None
    except OSError as error:
        raise refused(f"a record cannot be written: {error.strerror or 'unknown reason'}") from None


def _carried_out(runner: Runner, arguments: list[str], live: LiveOptions) -> LiveResult:
    with embedded_server(live, plan_only=False) as (address, own_key):
        session = prepare(runner, arguments, live, address)
        if sentences := (*session.errors, *unusable(session.discovery)):
            raise refused(sentences)
        keys = {target: own_key or key_from_environment(target) for target in session.wanted()}
        result = carry_out(session, live, keys, time_of_run(os.environ), lambda *_: None)
    if session.faults:
        raise refused(session.faults, result)
    return result
