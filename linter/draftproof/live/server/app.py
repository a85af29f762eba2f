"""The embedded server as an ASGI application: routes, and the player that performs a reply."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Route

from draftproof.live.server.access import Access
from draftproof.live.server.faults import Fault, find
from draftproof.live.server.replies import Abort, Reply, json_reply, problem_reply, whole_answer
from draftproof.live.server.stream import MODEL, Answer
from draftproof.live.server.validation import (
    MAX_BODY,
    NOT_ALLOWED,
    NOT_FOUND,
    TOO_LARGE,
    TOO_SLOW,
    Problem,
    parsed,
    problem_of,
    unauthenticated,
    wrong_media_type,
)
from draftproof.rulebook.loading import builtin_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

HOSTS: Final = ("127.0.0.1", "localhost")
READ_SECONDS: Final = 10.0
"""How long the body of a request may take to arrive."""

_NO_FAULT = Fault("", "completes", "answers as documented")


def application(access: Access, fault: str = "") -> Starlette:
    """The server. ``fault`` names the mode of every request whose path names none.

    A request is answered under the names of this machine only, so that no page in a browser reaches the
    server by a name of its own. Raises ValueError for an unknown fault.
    """
    usual = find(fault) if fault else _NO_FAULT
    if usual is None:
        raise ValueError(f'there is no fault "{fault[:40]}"')
    service = _Service(access, usual)
    routes = [Route("/health", service.health, methods=["GET"])]
    for prefix in ("", "/faults/{fault}"):
        routes.append(Route(f"{prefix}/v1/responses", service.responses, methods=["POST"]))
        routes.append(Route(f"{prefix}/v1/models", service.models, methods=["GET"]))
    app = Starlette(
        routes=routes,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False)],
        exception_handlers={404: _always(NOT_FOUND), 405: _always(NOT_ALLOWED)},
    )
    # A client that follows would send its key a second time; the documented path has no slash.
    app.router.redirect_slashes = False
    return app


class _Service:
    """The endpoints, and what they share: who is let in, the usual fault, and a number for every answer."""

    def __init__(self, access: Access, usual: Fault) -> None:
        self._access = access
        self._usual = usual
        self._numbers = itertools.count(1)
        self._contract = builtin_rulebook().knowledge.contracts["responses"]

    async def health(self, _request: Request) -> Response:
        return _Played(json_reply({"status": "ok"}))

    async def models(self, request: Request) -> Response:
        mode = self._admitted(request)
        if isinstance(mode, Reply):
            return _Played(mode)
        entry = {"id": MODEL, "object": "model", "created": 0, "owned_by": "draftproof"}
        return _Played(json_reply({"object": "list", "data": [entry]}))

    async def responses(self, request: Request) -> Response:
        mode = self._admitted(request)
        if isinstance(mode, Reply):
            return _Played(mode)
        body = await self._accepted_body(request)
        if isinstance(body, Problem):
            return _Played(problem_reply(body))
        answer = Answer(body, next(self._numbers), int(time.time()), mode.ending)
        return _Played(mode.reply(answer) if body.get("stream") else whole_answer(answer))

    def _admitted(self, request: Request) -> Fault | Reply:
        """The fault mode of a request that is let in, else the reply that it gets."""
        name = request.path_params.get("fault")
        mode = self._usual if name is None else find(name)
        if mode is None:
            return problem_reply(NOT_FOUND)
        if mode.early:
            return mode.reply(Answer({}))
        access = Access(anything=True) if mode.any_key else self._access
        problem = unauthenticated(request.headers.get("authorization", ""), access)
        return problem_reply(problem) if problem else mode

    async def _accepted_body(self, request: Request) -> dict[str, Any] | Problem:
        if problem := wrong_media_type(request.headers.get("content-type", "")):
            return problem
        data = await _body(request)
        body = data if isinstance(data, Problem) else parsed(data)
        return body if isinstance(body, Problem) else problem_of(body, self._contract) or body


class _Played(Response):
    """Performs a reply step by step, until it ends or the client goes away."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._reply = reply

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        playing = asyncio.create_task(self._play(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({playing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (playing, leaving):
                task.cancel()
            await asyncio.gather(playing, leaving, return_exceptions=True)
        if not playing.cancelled():
            playing.result()

    async def _play(self, send: Send) -> None:
        reply = self._reply
        if reply.status:
            headers = [(name.encode(), value.encode()) for name, value in reply.headers.items()]
            await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        for step in reply.steps:
            if isinstance(step, Abort):
                return
            if isinstance(step, bytes):
                await send({"type": "http.response.body", "body": step, "more_body": True})
                # Sending does not wait while there is room; others have their turn, and the end is noticed.
                await asyncio.sleep(0)
            elif step.seconds is None:
                await asyncio.Event().wait()
            else:
                await asyncio.sleep(step.seconds)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(request: Request) -> bytes | Problem:
    """The body of a request, unless it is too long or takes too long."""
    pieces = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for piece in request.stream():
                pieces += piece
                if len(pieces) > MAX_BODY:
                    return TOO_LARGE
    except TimeoutError:
        return TOO_SLOW
    return bytes(pieces)


def _always(problem: Problem) -> Callable[[Request, Exception], Response]:
    def answer(_request: Request, _error: Exception) -> Response:
        return _Played(problem_reply(problem))

    return answer
