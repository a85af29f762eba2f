"""The check of one request: sent once with the real credential, and once with an invalid one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.live.observing import Observer
from draftproof.live.verdicts import error_verdict, happy_verdict
from draftproof.network.streaming import exchange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.live.model import StreamLimits, Verdict
    from draftproof.live.observing import Observation
    from draftproof.network.client import Outgoing
    from draftproof.samples.knowledge import Contract


async def happy_path(
    outgoing: Outgoing, limits: StreamLimits, contract: Contract, foreign: Sequence[Contract]
) -> Verdict:
    """Send the request, which carries the real credential, once, and judge what comes back.

    ``contract`` is of the family that is asked, ``foreign`` are those of which events may come by mistake.
    Raises nothing for what a server does; a cancellation closes the connection and is passed on.
    """
    return happy_verdict(await _observed(outgoing, limits, contract, foreign))


async def error_path(
    outgoing: Outgoing,
    limits: StreamLimits,
    contract: Contract,
    foreign: Sequence[Contract],
    happy: Verdict,
) -> Verdict:
    """Send the request, which carries an invalid credential, once, and judge whether it is refused.

    ``happy`` is what the real credential came to. Raises nothing for what a server does.
    """
    return error_verdict(await _observed(outgoing, limits, contract, foreign), happy)


async def _observed(
    outgoing: Outgoing, limits: StreamLimits, contract: Contract, foreign: Sequence[Contract]
) -> Observation:
    observer = Observer(contract, foreign)
    return observer.observation(await exchange(outgoing, limits, observer.receive))
