"""A plan carried out: a pair of requests for each check, so many at a time, within their bounds."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.live.checking import error_path, happy_path
from draftproof.live.keys import INVALID_KEY
from draftproof.live.model import Verdict
from draftproof.network.client import Outgoing
from draftproof.network.running import run
from draftproof.text.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from draftproof.live.planning import Check, Plan
    from draftproof.live.targets import Target
    from draftproof.samples.knowledge import Knowledge

NOT_ASKED = Verdict("not-run", "not-run", "", "not asked for (--no-error-path)")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check came to: the path with the real credential, and the one with an invalid placeholder."""

    check: Check
    happy: Verdict
    error: Verdict


def prove(
    plan: Plan,
    keys: Mapping[Target, Secret],
    knowledge: Knowledge,
    *,
    concurrency: int = 1,
    use_proxies: bool = False,
    progress: Callable[[int, Proof], None] = lambda _number, _proof: None,
) -> tuple[Proof, ...]:
    """Send what is planned and judge it; ``keys`` by their target.

    ``progress`` is told of every check that is done, and how many are. Never raises for what a server does.
    """
    return run(_Prover(plan, keys, knowledge, use_proxies).all(concurrency, progress))


class _Prover:
    """One run of a plan."""

    def __init__(
        self, plan: Plan, keys: Mapping[Target, Secret], knowledge: Knowledge, use_proxies: bool
    ) -> None:
        self._plan = plan
        self._keys = keys
        self._contract = knowledge.contracts["responses"]
        self._foreign = [c for c in knowledge.contracts.values() if c is not self._contract]
        self._use_proxies = use_proxies

    async def all(self, concurrency: int, progress: Callable[[int, Proof], None]) -> tuple[Proof, ...]:
        """All checks, in the order of the plan."""
        waiting = iter(enumerate(self._plan.checks))
        proofs: dict[int, Proof] = {}

        async def work() -> None:
            for number, check in waiting:
                proofs[number] = await self._pair(check)
                progress(len(proofs), proofs[number])

        async with asyncio.TaskGroup() as group:
            for _ in range(min(concurrency, len(self._plan.checks))):
                group.create_task(work())
        return tuple(proofs[number] for number in range(len(self._plan.checks)))

    async def _pair(self, check: Check) -> Proof:
        limits = self._plan.options.limits
        sent = self._outgoing(check, self._keys[check.target])
        happy = await happy_path(sent, limits, self._contract, self._foreign)
        if not self._plan.options.error_path:
            return Proof(check, happy, NOT_ASKED)
        refused = self._outgoing(check, Secret(INVALID_KEY))
        return Proof(check, happy, await error_path(refused, limits, self._contract, self._foreign, happy))

    def _outgoing(self, check: Check, key: Secret) -> Outgoing:
        return Outgoing(
            check.target.url,
            {
                "Content-Type": "application/json",
                "Accept": "text/event-stream",
                check.target.header: _value(check.target, key),
            },
            "POST",
            json.dumps(check.body).encode(),
            self._use_proxies,
        )


def _value(target: Target, key: Secret) -> Secret:
    """The value of the header that carries a key."""
    return Secret(f"Bearer {key.reveal()}", "Bearer ") if target.header == "Authorization" else key
