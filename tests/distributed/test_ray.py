"""``run`` on this machine: the findings of one process, from and to both formats, and where workers die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from draftproof import DraftproofError
from draftproof.distributed import LintOptions, json_lines, lint_batch, run
from draftproof.distributed.running import start, stay_here
from drafts import TODAY, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.distributed, pytest.mark.xdist_group("ray"), pytest.mark.filterwarnings("ignore")]

OPTIONS = LintOptions(TODAY)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One Ray for all these tests, on the loopback address; its token stays in a folder of the tests."""
    folder = tmp_path_factory.mktemp("ray")
    (folder / "token").write_text(os.urandom(32).hex(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "")  # so that it is put back at the end
        patch.delenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER")
        stay_here()
        ray = pytest.importorskip("ray", reason="Ray is not installed; `make distributed` does that")
        patch.setenv("RAY_AUTH_TOKEN_PATH", str(folder / "token"))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        here = {"num_cpus": 3, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
        start(ray, "local", here)
        try:
            yield ray
        finally:
            ray.shutdown()


def table() -> pa.Table:
    """Articles of the fixtures, varied, and rows that nothing can be done with."""
    articles = sorted((ROOT / "fixtures" / "articles").glob("*/*.*"))
    rows: list[tuple[str | None, bytes | None]] = [
        (f"copy-{copy}/{path.name}", filled(path.read_text(encoding="utf-8")).encode() + b"\nMore.\n" * copy)
        for copy in range(8)
        for path in articles
    ]
    rows[5:5] = [
        ("null.md", None),
        (None, b"# Nameless\n"),
        ("bytes.md", b"\xff"),
        ("wide.md", b"\xff\xfe#\0"),
    ]
    paths, texts = zip(*rows, strict=True)
    return pa.table({"path": pa.array(paths, pa.string()), "text": pa.array(texts, pa.binary())})


def ordered(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def expected(documents: pa.Table) -> list[str]:
    (batch,) = documents.combine_chunks().to_batches()
    return ordered(lint_batch(batch, OPTIONS).to_pylist())


def test_parquet_in_and_out_gives_what_one_process_gives(tmp_path: Path) -> None:
    pq.write_table(table(), tmp_path / "documents.parquet")
    summary = run(tmp_path / "documents.parquet", tmp_path / "out", OPTIONS, batch_rows=16, workers=2)
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert ordered(found) == expected(table())
    assert summary.documents == table().num_rows
    statuses = [row["status"] for row in found]
    assert summary.faults == statuses.count("fault") == 2
    assert summary.unreadable == statuses.count("unreadable") > 2
    assert summary.findings == statuses.count("finding") > 100
    assert (tmp_path / "out" / "_SUCCESS").is_file()


def test_json_lines_in_and_out_give_the_same(tmp_path: Path) -> None:
    rows = [row for row in table().to_pylist() if row["path"] not in ("bytes.md", "wide.md")]
    (tmp_path / "in").mkdir()
    for number in range(2):
        lines = (
            json.dumps({"name": row["path"], "body": row["text"] and row["text"].decode()}) + "\n"
            for row in rows[number::2]
        )
        (tmp_path / "in" / f"{number}.jsonl").write_text("".join(lines), encoding="utf-8")
    names: dict[str, Any] = {"path_column": "name", "text_column": "body"}
    run(tmp_path / "in", tmp_path / "out", OPTIONS, output_format="jsonl", workers=1, **names)
    parts = [path.read_bytes() for path in (tmp_path / "out").glob("*.jsonl")]
    documents = pa.Table.from_pylist(rows, table().schema)
    (batch,) = documents.combine_chunks().to_batches()
    alone = json_lines(lint_batch(batch, OPTIONS))
    assert sorted(b"".join(parts).splitlines()) == sorted(alone.splitlines())


def test_documents_without_findings_leave_an_empty_folder(tmp_path: Path) -> None:
    pq.write_table(pa.table({"path": ["a.md"], "text": ["# Fine\n"]}), tmp_path / "a.parquet")
    assert run(tmp_path / "a.parquet", tmp_path / "out", OPTIONS, workers=1).findings == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["_SUCCESS"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_ray_listens_on_the_loopback_address_only(engine: Any) -> None:
    assert [node["NodeManagerAddress"] for node in engine.nodes()] == ["127.0.0.1"]
    assert engine.get(engine.remote(lambda: 3).remote()) == 3
    own = {inode for process in _below(os.getpid()) for inode in _sockets(process)}
    listening = [
        fields[1].partition(":")[0]
        for name in ("tcp", "tcp6")
        for fields in map(str.split, Path(f"/proc/net/{name}").read_text().splitlines()[1:])
        if fields[3] == "0A" and fields[9] in own
    ]
    assert listening
    assert {address[-8:] for address in listening} == {"0100007F"}


def _below(ancestor: int) -> Iterator[Path]:
    """The processes that a process started, and those that they started."""
    parents: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            stat = (process / "stat").read_text()
            parents[int(process.name)] = int(stat.rpartition(")")[2].split()[1])
    for process in parents:
        above = process
        while (above := parents.get(above, 0)) > 1:
            if above == ancestor:
                yield Path("/proc", str(process))
                break


def _sockets(process: Path) -> Iterator[str]:
    with suppress(OSError):
        for link in (process / "fd").iterdir():
            with suppress(OSError):
                target = str(link.readlink())
                if target.startswith("socket:["):
                    yield target[len("socket:[") : -1]


def test_workers_that_die_change_nothing(tmp_path: Path) -> None:
    pq.write_table(table(), tmp_path / "documents.parquet")
    killer = subprocess.Popen([sys.executable, "-c", _KILLER, str(os.getpid())])
    try:
        run(tmp_path / "documents.parquet", tmp_path / "out", OPTIONS, batch_rows=8, workers=2)
    finally:
        killer.send_signal(signal.SIGTERM)
        killer.wait()
    assert killer.returncode == 0, "no worker was there to be killed"
    assert ordered(pq.read_table(tmp_path / "out").to_pylist()) == expected(table())


_KILLER = """
import os, pathlib, signal, sys, time
def below(process):
    while process > 1:
        if process == int(sys.argv[1]):
            return True
        stat = pathlib.Path(f"/proc/{process}/stat").read_text()
        process = int(stat.rpartition(")")[2].split()[1])
    return False
signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
kinds = {b"ray::MapWorker", b"draftproof.distributed.child"}
while kinds:
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            process, command = int(path.parent.name), path.read_bytes()
            if process == os.getpid():
                continue  # this program names both kinds as well
            for kind in [kind for kind in kinds if kind in command and below(process)]:
                os.kill(process, signal.SIGKILL)
                kinds.discard(kind)
        except (OSError, ValueError, IndexError):
            continue
    time.sleep(0.02)
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": "nowhere.parquet"}, "there is no such file or folder"),
        ({"text_column": "body"}, "there is no column `body`; there are path, text"),
        ({"source": "broken.parquet"}, "cannot be read as Parquet"),
        ({"output": "there"}, "exists already"),
        ({"workers": 99}, "workers is at most"),
        ({"batch_rows": 0}, "numbers of 1 or more"),
    ],
)
def test_what_cannot_be_done_is_said(
    change: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pq.write_table(table(), "a.parquet")
    Path("broken.parquet").write_bytes(b"nothing")
    Path("there").mkdir()
    given: dict[str, Any] = {"source": "a.parquet", "output": "out", "workers": 1} | change
    with pytest.raises(DraftproofError, match=said):
        run(given.pop("source"), given.pop("output"), OPTIONS, **given)
    assert not Path("out").exists()
