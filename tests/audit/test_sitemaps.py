"""Sitemaps: what they list, what they must not do, and how much of them is read."""

from __future__ import annotations

import contextlib
import gzip
import time
from typing import TYPE_CHECKING

import pytest
from audit_support import CLEAN, audit, page, redirect, site, sitemap
from hypothesis import given
from hypothesis import strategies as st

from draftproof.engine.audit_sitemaps import SitemapError, is_sitemap_file, read_sitemap

if TYPE_CHECKING:
    from pathlib import Path

XML = "application/xml"
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {"abcdefgh"[n]}{n} "{"&a;" * 10}">' for n in range(8))
    + "]>\n<urlset><url><loc>&h7;</loc></url></urlset>"
)
EXTERNAL = (
    '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
    "<urlset><url><loc>https://example.org/&x;</loc></url></urlset>"
)


def refused(data: bytes) -> str:
    with pytest.raises(SitemapError) as caught:
        read_sitemap(data, 10)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_a_sitemap_is_read() -> None:
    text = sitemap("https://example.org/a", "\n  https://example.org/b?x=1&amp;y=2 \n")
    found = read_sitemap(text.encode(), 10)
    assert (found.kind, found.total) == ("pages", 2)
    assert found.urls == ("https://example.org/a", "https://example.org/b?x=1&y=2")
    assert read_sitemap(gzip.compress(text.encode(), mtime=0), 10) == found
    assert read_sitemap(sitemap("https://example.org/s.xml", index=True).encode(), 10).kind == "sitemaps"


def test_pictures_of_a_page_are_no_pages() -> None:
    text = (
        '<urlset xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://a.example/</loc>'
        "<image:image><image:loc>https://a.example/a.png</image:loc></image:image></url></urlset>"
    )
    assert read_sitemap(text.encode(), 10).urls == ("https://a.example/",)


def test_a_great_many_entries_are_counted_and_few_are_kept() -> None:
    text = sitemap(*(f"https://example.org/{n}" for n in range(100_000)))
    found = read_sitemap(text.encode(), 200)
    assert (len(found.urls), found.total) == (200, 100_000)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (BOMB.encode(), "has a document type, which no sitemap has; it is not read"),
        (EXTERNAL.encode(), "has a document type"),
        (b"<urlset><url>", "is no well-formed XML: no element found, line 1"),
        (b"<html><body>Not found</body></html>", "is no sitemap: it has neither <urlset> nor <sitemapindex>"),
        (b"", "is no well-formed XML"),
        (b"https://example.org/a\n", "is no well-formed XML"),
        (b'<?xml version="1.0" encoding="klingon"?><urlset/>', "is in an encoding that is not read"),
        (b"<urlset>" + b"<a>" * 100, "is nested deeper than any sitemap"),
        (b"<urlset>&undefined;</urlset>", "is no well-formed XML: undefined entity"),
        (gzip.compress(b"\0" * 60_000_000, mtime=0), "unpacks to more than 50,000,000 bytes"),
        (gzip.compress(b"<urlset/>", mtime=0)[:-9], "is packed and cut off"),
        (b"\x1f\x8bnothing", "is packed in a way that is not read"),
    ],
)
def test_what_is_no_sitemap_is_one_sentence(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_a_deep_or_long_text_costs_no_more_than_its_length() -> None:
    begun = time.process_time()
    read_sitemap(b"<urlset><url><loc>" + b"a" * 5_000_000 + b"</loc></url></urlset>", 10)
    refused(b"<urlset>" + b"<a>" * 2_000_000)
    assert time.process_time() - begun < 20


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    for text in (data, b"<urlset><url><loc>" + data, b"<?xml version='1.0'?>" + data):
        with contextlib.suppress(SitemapError):
            assert read_sitemap(text, 3).total >= 0


def test_a_file_is_a_sitemap_by_name_and_content(tmp_path: Path) -> None:
    for name, data, wanted in (
        ("sitemap.xml", sitemap("https://a.example/").encode(), True),
        ("s.XML.gz", gzip.compress(sitemap().encode(), mtime=0), True),
        ("feed.xml", b"<rss/>", False),
        ("sitemap.txt", sitemap().encode(), False),
    ):
        (tmp_path / name).write_bytes(data)
        assert is_sitemap_file(str(tmp_path / name)) is wanted
    assert not is_sitemap_file(str(tmp_path / "missing.xml"))


@pytest.mark.parametrize("option", [["--sitemap"], []])
def test_the_pages_of_a_sitemap_are_audited(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    pages = {"/a": page(CLEAN), "/b": page(CLEAN), "/c": page(CLEAN)}
    with site(pages) as there:
        listed = sitemap(f"{there.base}/a", f"{there.base}/b", f"{there.base}/a")
        pages["/sitemap.xml"] = page(listed, XML)
        code, _, err = audit(capsys, *option, f"{there.base}/sitemap.xml")
        assert there.asked == ["/sitemap.xml", "/a", "/b"]
    assert code == 0
    assert "no findings in 2 documents" in err


def test_a_sitemap_speaks_for_its_own_host(capsys: pytest.CaptureFixture[str]) -> None:
    pages = {"/a": page(CLEAN)}
    with site(pages) as there, site({"/x": page(CLEAN)}) as other:
        elsewhere = other.base.replace("127.0.0.1", "127.0.0.2")
        pages["/s.xml"] = page(sitemap(f"{there.base}/a", f"{elsewhere}/x", "not a url", "file:///etc"), XML)
        code, _, err = audit(capsys, "--sitemap", f"{there.base}/s.xml")
        assert other.heads == []
    assert code == 0
    assert "1 of its entries are on other hosts and were left out" in err
    assert "2 of its entries are no URLs and were left out" in err


def test_a_sitemap_file_of_the_users_may_name_any_host(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site({"/a": page(CLEAN)}) as there:
        path = tmp_path / "sitemap.xml"
        path.write_text(sitemap(f"{there.base}/a"), encoding="utf-8")
        for arguments in ([str(path)], ["--sitemap", str(path)]):
            code, _, err = audit(capsys, *arguments)
            assert code == 0
            assert "no findings in 1 document" in err


def test_no_more_pages_than_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    pages = {f"/{n}": page(CLEAN) for n in range(5)}
    with site(pages) as there:
        everything = (f"{there.base}/{n}" for n in range(100_000))
        pages["/s.xml"] = page(sitemap(*everything), XML)
        code, _, err = audit(capsys, "--max-pages", "3", "--sitemap", f"{there.base}/s.xml")
        assert there.asked == ["/s.xml", "/0", "/1", "/2"]
    assert code == 0
    assert "99,997 more pages were left out; an audit takes 3 (--max-pages takes more)" in err


def test_an_index_is_read_one_level_deep(capsys: pytest.CaptureFixture[str]) -> None:
    pages = {"/a": page(CLEAN)}
    with site(pages) as there:
        base = there.base
        pages["/index.xml"] = page(sitemap(f"{base}/one.xml", f"{base}/index.xml", index=True), XML)
        pages["/one.xml"] = page(gzip.compress(sitemap(f"{base}/a").encode(), mtime=0), "application/x-gzip")
        code, _, err = audit(capsys, f"{base}/index.xml")
        assert there.asked == ["/index.xml", "/one.xml", "/index.xml", "/a"]
    assert code == 3
    assert "lists sitemaps and is itself listed by one; left out" in err


def test_an_index_lists_only_so_many(capsys: pytest.CaptureFixture[str]) -> None:
    pages = {}
    with site(pages) as there:
        listed = [f"{there.base}/{n}.xml" for n in range(60)]
        pages["/index.xml"] = page(sitemap(*listed, index=True), XML)
        pages.update({f"/{n}.xml": page(sitemap(f"{there.base}/a"), XML) for n in range(60)})
        pages["/a"] = page(CLEAN)
        code, _, err = audit(capsys, f"{there.base}/index.xml")
        assert len(there.asked) == 52
    assert code == 0
    assert "10 of its sitemaps were left out" in err


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (page(BOMB, XML), "the sitemap has a document type"),
        (page(sitemap(), XML), "the sitemap lists nothing"),
        (page("<rss/>", XML), "not fetched: it is XML, and no sitemap"),
        (page(b"%PDF", "application/pdf"), "it is application/pdf"),
        (redirect("http://[::2]/s.xml"), "no connection"),
    ],
)
def test_a_broken_sitemap_is_one_sentence(
    script: object, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with site({"/s.xml": script}) as there:  # type: ignore[dict-item]
        code, out, err = audit(capsys, f"{there.base}/s.xml")
    assert code == 3
    assert out == ""
    assert says in err


def test_a_missing_sitemap_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = audit(capsys, "--sitemap", str(tmp_path / "none.xml"))
    assert code == 3
    assert "none.xml: the sitemap cannot be read: No such file or directory" in err
