"""One page from servers that are slow, endless, wrong or up to something: an end, and one clear sentence."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest
from audit_support import CLEAN, MARKDOWN, only, page, redirect, site

from draftproof.engine.audit_pages import PAGES
from draftproof.network.addresses import AddressError, is_public
from draftproof.network.client import NetworkError
from draftproof.network.page import Page, fetch, normal
from draftproof.network.page_limits import PageLimits, RunLimits
from draftproof.network.pages import Unfetched, fetch_pages
from draftproof.network.resolving import Reach
from draftproof.network.running import run
from loopback import answer, closed_port, dripping, gone, holding, resetting

if TYPE_CHECKING:
    import socket

    from audit_support import Script

QUICK = PageLimits(total=1.5, idle=0.6, max_bytes=20_000)
HERE = "127.0.0.1"


def fetched(url: str, limits: PageLimits = QUICK, reach: Reach | None = None) -> Page:
    return run(fetch(normal(url), PAGES, limits, reach or only(HERE)))


def refused(url: str, limits: PageLimits = QUICK, reach: Reach | None = None) -> str:
    with pytest.raises(NetworkError) as caught:
        fetched(url, limits, reach)
    sentence = caught.value.sentence
    assert sentence
    assert "\n" not in sentence
    assert sentence.isprintable()
    return sentence


def test_a_page_is_asked_for_plainly() -> None:
    with site({"/a.md": page(CLEAN)}) as there:
        found = fetched(f"{there.base}/a.md#set-up")
    assert (found.data.decode(), found.media, found.charset) == (CLEAN, "markdown", "utf-8")
    head = there.heads[0].lower()
    assert head.startswith("get /a.md http/1.1\r\n")
    assert "user-agent: draftproof/" in head
    assert f"host: {there.base.removeprefix('http://')}\r\n" in head
    for name in ("cookie", "authorization", "referer"):
        assert f"\r\n{name}:" not in head


def chunked(start: bytes, piece: bytes) -> Script:
    def script(connection: socket.socket, _: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head + start)
        while True:
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))

    return script


def test_an_endless_body_is_cut() -> None:
    with site({"/": chunked(b"", b"<p>more</p>" * 400)}) as there:
        assert refused(f"{there.base}/") == "it is longer than 20,000 bytes"


def test_an_announced_length_is_enough() -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999\r\n\r\n")
        holding(connection)

    with site({"/": script}) as there:
        assert refused(f"{there.base}/") == "it is longer than 20,000 bytes"


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_drip_ends_at_the_deadline(where: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"X: " if where == "head" else b"\r\n")

    def script(connection: socket.socket, _: bytes) -> None:
        dripping(connection, [head, *[b"x"] * 100], 0.05)

    with site({"/": script}) as there:
        said = refused(f"{there.base}/", PageLimits(total=0.4, idle=0.3))
    assert said == "no whole page within 0.4 seconds"


def test_silence_ends() -> None:
    with site({"/": lambda connection, _: holding(connection)}) as there:
        assert refused(f"{there.base}/").endswith("was silent for 0.6 seconds")


def test_an_unpacked_bomb_is_cut() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 60_000
    with site({"/": page(bomb, "text/html", "Content-Encoding: gzip")}) as there:
        limits = PageLimits(max_bytes=1_000_000)
        assert refused(f"{there.base}/", limits) == "it is longer than 1,000,000 bytes"


@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_a_packed_page_is_unpacked(name: str) -> None:
    data = gzip.compress(CLEAN.encode()) if name == "gzip" else zlib.compress(CLEAN.encode())
    with site({"/": page(data, MARKDOWN, f"Content-Encoding: {name}")}) as there:
        assert fetched(f"{there.base}/").data.decode() == CLEAN


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (page(CLEAN, status="404 Not Found"), "the server answered 404: nothing there"),
        (page(CLEAN, status="401 Unauthorized"), "the server answered 401: it wants credentials"),
        (page(CLEAN, status="500 Oh"), "the server answered 500"),
        (
            page(b"%PDF-1.7", "application/pdf"),
            "it is application/pdf; HTML, Markdown and plain text are read",
        ),
        (page(b"{}", "application/json"), "it is application/json"),
        (page(b"x", "text/\x1b[31mred"), "it is text/?[31mred"),
        (page(b" \n", "text/html"), "the page is empty"),
        (page(b"x", "text/html", "Content-Encoding: br"), "compressed in a way that is not read"),
        (page(b"no gzip", "text/html", "Content-Encoding: gzip"), "compressed in a way that is not read"),
        (
            page(gzip.compress(b"<p>" * 900)[:-20], "text/html", "Content-Encoding: gzip"),
            "the compressed page was cut off",
        ),
        (answer(b"<p>", kind="text/html", length=500), "broke off, or does not speak HTTP"),
        (lambda connection, _: resetting(connection), "broke off, or does not speak HTTP"),
        (lambda connection, _: connection.sendall(b"\x00\xff hello\r\n\r\n"), "broke off"),
        (redirect("/"), "its redirects go round in a circle"),
        (redirect("ftp://example.org/"), "the URL must begin with http:// or https:// and a host"),
        (redirect("javascript:alert(1)"), "names a URL that cannot be read"),
        (redirect("file:///etc/passwd"), "the URL must begin with http:// or https:// and a host"),
        (redirect("http://me:word@example.org/"), "the URL holds a user name or a password"),
        (redirect("http://10.0.0.1/"), "10.0.0.1 is this machine or in a private network"),
        (redirect("http://169.254.169.254/latest/meta-data/"), "is this machine or in a private network"),
        (redirect("http://[::1]/"), "is this machine or in a private network"),
        (redirect("http://[::ffff:127.0.0.1]/"), "is this machine or in a private network"),
        (redirect("http://no-such-host.example/"), "no-such-host.example has no address (DNS)"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(script: Script, says: str) -> None:
    with site({"/": script}) as there:
        assert says in refused(f"{there.base}/")


def test_a_redirect_is_followed_a_few_times() -> None:
    pages = {f"/{n}": redirect(f"/{n + 1}", "301 Moved") for n in range(20)} | {"/20": page(CLEAN)}
    with site(pages) as there:
        found = fetched(f"{there.base}/15")
        assert (found.url, found.final) == (f"{there.base}/15", f"{there.base}/20")
        assert refused(f"{there.base}/14") == "it redirects more than 5 times"


def test_time_for_redirects_is_part_of_the_time_for_the_page() -> None:
    def slowly(connection: socket.socket, request: bytes) -> None:
        gone(connection, 0.3)
        redirect("/b")(connection, request)

    with site({"/a": slowly, "/b": lambda connection, _: holding(connection)}) as there:
        assert refused(f"{there.base}/a", PageLimits(total=0.5, idle=5)) == "no whole page within 0.5 seconds"


def test_no_connection() -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    assert refused(f"{url}/") == f"no connection to {url}"


def test_a_name_that_leads_to_this_machine_is_not_asked() -> None:
    with site({"/": page(CLEAN)}) as there:
        port = there.base.rpartition(":")[2]
        for host in (
            "localhost",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "[::ffff:127.0.0.1]",
            "0",
        ):
            said = refused(f"http://{host}:{port}/", reach=Reach())
            assert "--allow-private permits that" in said or "has no address" in said
        assert there.heads == []


def test_the_address_that_was_checked_is_the_one_that_is_used() -> None:
    """The name is looked up once. The system knows no such host: the connection went by the address."""
    answers = [["127.0.0.1"], ["203.0.113.7"]]
    asked: list[str] = []

    async def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    with site({"/": page(CLEAN)}) as there:
        port = there.base.rpartition(":")[2]
        reach = Reach(allow_private=True, lookup=lookup)
        found = fetched(f"http://rebinding.invalid:{port}/", reach=reach)
        assert found.data.decode() == CLEAN
        assert f"host: rebinding.invalid:{port}\r\n" in there.heads[0].lower()
    assert asked == ["rebinding.invalid"]


def test_private_addresses_of_a_name_are_passed_over() -> None:
    names = {"mixed.example": ["10.0.0.1", "8.8.8.8", "::1"], "inner.example": ["fd00::1", "100.64.1.1"]}
    reach = only(names=names)
    assert run(reach.addresses("mixed.example", 80)) == ("8.8.8.8",)
    with pytest.raises(NetworkError, match=r"inner\.example is this machine or in a private network"):
        run(reach.addresses("inner.example", 80))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::808:808", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::", False),
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fd12:3456::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("not an address", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("HTTPS://Docs.Example.org/a b?q=ü#top", "https://docs.example.org/a%20b?q=%C3%BC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        (" http://example.org ", "http://example.org"),
    ],
)
def test_a_url_is_sent_in_its_normal_form(given: str, sent: str) -> None:
    assert normal(given) == sent


@pytest.mark.parametrize(
    "given",
    ["https://", "http://a@b/", "https://a:b@c/", "https://\x1b[2J/", "http://[::1", "https://a\\b/", "a"],
)
def test_what_is_no_url_is_not_sent(given: str) -> None:
    with pytest.raises(AddressError) as caught:
        normal(given)
    assert str(caught.value).isprintable()


def many(urls: list[str], limits: PageLimits = QUICK, total: float = 20.0) -> list[str]:
    found = fetch_pages([normal(url) for url in urls], PAGES, limits, RunLimits(total), only(HERE))
    return [each.reason if isinstance(each, Unfetched) else "" for each in found]


def test_a_host_is_asked_one_request_at_a_time() -> None:
    running: list[int] = []
    most: list[int] = []

    def script(connection: socket.socket, request: bytes) -> None:
        running.append(1)
        most.append(len(running))
        dripping(connection, [b""], 0.02)
        running.pop()
        page(CLEAN)(connection, request)

    with site({f"/{n}": script for n in range(6)}) as there:
        assert many([f"{there.base}/{n}" for n in range(6)]) == [""] * 6
    assert max(most) == 1


def test_a_server_that_is_busy_is_not_asked_again() -> None:
    busy = page("slow down", status="429 Too Many Requests")
    with site({"/0": page(CLEAN), "/1": busy, "/2": page(CLEAN), "/3": page(CLEAN)}) as there:
        said = many([f"{there.base}/{n}" for n in range(4)])
        assert there.asked == ["/0", "/1"]
    assert said[:2] == ["", "the server answered 429: too many requests"]
    assert said[2:] == ["left out: its server answered 429 and is not asked again"] * 2


def test_a_server_that_does_not_answer_is_given_up() -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    said = many([f"{url}/{n}" for n in range(5)])
    assert said[:3] == [f"no connection to {url}"] * 3
    assert said[3:] == ["left out: 3 pages of its host in a row could not be had"] * 2


def test_the_time_for_all_pages_ends() -> None:
    with site({"/0": page(CLEAN), "/1": lambda connection, _: holding(connection)}) as there:
        urls = [f"{there.base}/{n}" for n in range(3)]
        said = many(urls, PageLimits(total=30, idle=30), total=0.5)
    late = "left out: the time for all pages, 0.5 seconds, was up"
    assert said == ["", late, late]


def test_all_pages_together_are_bounded() -> None:
    with site({f"/{n}": page("x" * 800) for n in range(4)}) as there:
        urls = [f"{there.base}/{n}" for n in range(4)]
        found = fetch_pages(urls, PAGES, QUICK, RunLimits(max_bytes=1000), only(HERE))
    assert [isinstance(each, Unfetched) for each in found] == [False, False, True, True]
