"""HTTPS to the address that was checked: the certificate is still held to the name in the URL."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
from audit_support import CLEAN, page

from draftproof.engine.audit_pages import PAGES
from draftproof.network.client import NetworkError
from draftproof.network.page import Page, fetch, normal
from draftproof.network.page_limits import PageLimits
from draftproof.network.resolving import Reach
from draftproof.network.running import run
from loopback import own_certificate, serving

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of a certificate for ``docs.invalid`` that nobody has signed, which lies beside it."""
    return own_certificate(tmp_path_factory.mktemp("tls"), "docs.invalid", "DNS:docs.invalid")


async def lookup(_: str, __: int) -> list[str]:
    return ["127.0.0.1"]


def fetched(base: str, host: str) -> Page:
    port = base.rpartition(":")[2]
    reach = Reach(allow_private=True, lookup=lookup)
    return run(fetch(normal(f"https://{host}:{port}/a.md"), PAGES, PageLimits(10, 5), reach))


def test_the_name_is_what_the_certificate_is_for(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{certificate}.crt", certificate)
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with serving(page(CLEAN), context) as base:
        assert fetched(base, "docs.invalid").data.decode() == CLEAN
        with pytest.raises(NetworkError, match="has no certificate that can be trusted"):
            fetched(base, "other.invalid")
    assert names == ["docs.invalid", "other.invalid"]


def test_a_certificate_that_nobody_signed_is_not_trusted(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{certificate}.crt", certificate)
    with (
        serving(page(CLEAN), context) as base,
        pytest.raises(NetworkError, match="has no certificate that can be trusted"),
    ):
        fetched(base, "docs.invalid")
