"""A site on this machine for audits, and audits that may ask it."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from draftproof.cli.main import main
from draftproof.network.resolving import Reach
from drafts import filled
from loopback import answer, serving

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Mapping

    import pytest

    Script = Callable[[socket.socket, bytes], None]

BAD = "# Set-up\n\nUse `{{key:github-classic}}`.\n"
CLEAN = "# Set-up\n\nSet `OPENAI_API_KEY`.\n"
MARKDOWN = "text/markdown; charset=utf-8"


def page(text: str | bytes, kind: str = MARKDOWN, *headers: str, status: str = "200 OK") -> Script:
    """A page; credentials in a text are filled in."""
    return answer(text if isinstance(text, bytes) else filled(text).encode(), status, kind, *headers)


def redirect(where: str, status: str = "302 Found") -> Script:
    return answer(b"", status, "text/html", f"Location: {where}")


class Site:
    """A site: its base URL, and the requests that it got, head by head."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.heads: list[str] = []

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [head.split(" ", 2)[1] for head in self.heads]


@contextlib.contextmanager
def site(pages: Mapping[str, Script]) -> Iterator[Site]:
    """A server with these pages, by path; every other is not there."""
    found: list[Site] = []

    def script(connection: socket.socket, request: bytes) -> None:
        head = request.decode("latin-1")
        found[0].heads.append(head)
        path = head.split(" ", 2)[1]
        pages.get(path, page("nothing here", status="404 Not Found"))(connection, request)

    with serving(script) as base:
        found.append(Site(base))
        yield found[0]


def sitemap(*urls: str, index: bool = False) -> str:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(f"<{inner}><loc>{url}</loc></{inner}>" for url in urls)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>\n'


def audit(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code of an audit that may ask this machine, and what it printed where."""
    code = main(["audit", "--allow-private", "--format", "concise", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert "internal error" not in err
    return code, out, err


def only(*allowed: str, names: Mapping[str, list[str]] | None = None) -> Reach:
    """A reach to whom these addresses are public and all others private; ``names`` is what DNS says."""

    class Only(Reach):
        async def addresses(self, host: str, port: int) -> tuple[str, ...]:
            if host in allowed:
                return (host,)
            return await super().addresses(host, port)

    async def lookup(host: str, port: int) -> list[str]:
        return list((names or {}).get(host, [host] if re.fullmatch(r"[\d.:a-f]+", host) else []))

    return Only(lookup=lookup)
