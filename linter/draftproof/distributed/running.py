"""``run``: from files of documents to files of findings, with Ray Data, on one machine or many.

Ray Data is asked for three things only: to read, to hand batches to workers, to write what comes back. What a
worker does is ``GuardedLinter``, which knows nothing of Ray.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from draftproof.api import refused
from draftproof.dataclass import dataclass
from draftproof.distributed.guarding import GuardedLinter
from draftproof.distributed.schema import FAULT, FINDING, FINDINGS, PATH, TEXT, UNREADABLE
from draftproof.engine.workers import usable_processors

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from draftproof.distributed.options import LintOptions

Format = Literal["parquet", "jsonl"]
_STARTS = 3
_LINES = (".jsonl", ".ndjson", ".jsonl.gz")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to: documents that were read, and rows that were written, by their status."""

    documents: int
    findings: int
    unreadable: int
    faults: int


def run(
    source: str | os.PathLike[str],
    output: str | os.PathLike[str],
    options: LintOptions,
    *,
    output_format: Format = "parquet",
    path_column: str = PATH,
    text_column: str = TEXT,
    batch_rows: int = 64,
    workers: int | None = None,
    address: str = "local",
) -> Summary:
    """Lint the documents in Parquet or JSON Lines files and write the findings into a new folder.

    ``source`` is a file, or a folder of files of one kind, that every worker can reach; JSON Lines are told
    by the ending ``.jsonl``. ``batch_rows`` documents go to a worker at once. ``workers`` is their number: by
    default one a processor here, and on a cluster as many as Ray finds room for. ``address`` is that of a
    cluster; ``local`` starts Ray on this machine, for this call, on the loopback address. Where Ray runs in
    this process already, it is used as it is.

    The folder has part files, whose number and order are Ray's, and at the end ``_SUCCESS``: without it a
    run did not end. Raises DraftproofError for a folder that exists, files that are not there or lack the
    columns, and where Ray is not installed.
    """
    if batch_rows < 1 or (workers is not None and workers < 1):
        raise refused("batch_rows and workers are numbers of 1 or more")
    target = os.fspath(output)
    if "://" not in target:
        target = os.path.abspath(target)  # noqa: PTH100 - workers have other working folders
        if Path(target).exists():
            raise refused(f"{target}: exists already; name a folder that does not")
    if address == "local":
        workers = workers or usable_processors()
    with _ray(address, workers) as ray:
        from draftproof.distributed.sink import FindingsSink  # noqa: PLC0415 - needs Ray

        documents = _documents(ray, source, path_column, text_column)
        count = documents.count()
        sink = FindingsSink(target, output_format)
        found = documents.repartition(target_num_rows_per_block=batch_rows).map_batches(
            TableWorker,
            fn_constructor_args=(options, path_column, text_column),
            batch_size=batch_rows,
            batch_format="pyarrow",
            compute=_pool(ray, workers),
            num_cpus=1,
        )
        found.write_datasink(sink)
    rows: Counter[str] = sink.counts
    return Summary(count, rows[FINDING], rows[UNREADABLE], rows[FAULT])


class TableWorker:
    """What Ray Data calls, one in each worker process."""

    def __init__(self, options: LintOptions, path_column: str = PATH, text_column: str = TEXT) -> None:
        self._columns = [path_column, text_column]
        self._linter = GuardedLinter(options)

    def __call__(self, table: pa.Table) -> pa.Table:
        """The findings of a table of documents."""
        documents = table.select(self._columns).rename_columns([PATH, TEXT])
        found = [self._linter.lint(batch) for batch in documents.to_batches()]
        return pa.Table.from_batches(found, FINDINGS)


def _documents(ray: Any, source: str | os.PathLike[str], path_column: str, text_column: str) -> Any:
    """The dataset of documents, the two columns of it. Raises DraftproofError where it cannot be read."""
    name = os.fspath(source)
    if "://" not in name:
        name = os.path.abspath(name)  # noqa: PTH100 - as above
        if not Path(name).exists():
            raise refused(f"{name}: there is no such file or folder")
    columns = [path_column, text_column]
    is_lines = name.endswith(_LINES) or any(each.name.endswith(_LINES) for each in _files(name))
    try:
        read = ray.data.read_json(name, lines=True) if is_lines else ray.data.read_parquet(name)
        known = read.schema().names
    except Exception as error:
        kind = "JSON Lines" if is_lines else "Parquet"
        raise refused(f"{name}: cannot be read as {kind}: {_first_line(error)}") from None
    missing = [column for column in columns if column not in known]
    if missing:
        raise refused(f"{name}: there is no column `{missing[0]}`; there are {', '.join(known[:20])}")
    return read.select_columns(columns)


def _files(name: str) -> Iterator[Path]:
    return Path(name).iterdir() if "://" not in name and Path(name).is_dir() else iter(())


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _pool(ray: Any, workers: int | None) -> Any:
    """Worker processes. Raises DraftproofError where they would leave no processor to read and to write with:
    such a run waits for ever.
    """
    if workers is None:
        return ray.data.ActorPoolStrategy(min_size=1)
    room = int(ray.cluster_resources().get("CPU", 0))
    if workers >= room:
        raise refused(f"workers is at most {room - 1}: Ray has {room} processors, and one reads and writes")
    return ray.data.ActorPoolStrategy(size=workers)


@contextmanager
def _ray(address: str, workers: int | None) -> Iterator[Any]:
    """Ray, started where it does not run, and stopped again where it was started."""
    # Ray tells its makers about its use unless it is told not to; what is asked here stays here.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if address == "local":
        stay_here()
    try:
        import ray  # noqa: PLC0415 - heavy, and only here
        import ray.data  # noqa: PLC0415
    except ImportError:
        raise refused("run needs Ray: pip install 'draftproof[distributed]'") from None
    if ray.is_initialized():
        yield ray
        return
    # One more than there are workers: reading and writing is little, and waits where nothing is left for it.
    here = {"num_cpus": (workers or 1) + 1, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    start(ray, address, here if address == "local" else {})
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        yield ray
    finally:
        ray.shutdown()


def stay_here() -> None:
    """Have a Ray that is started by this program listen on the loopback address. It reads this when it is
    imported, on every system, and takes the machine's address for 127.0.0.1 otherwise.
    """
    # services.get_node_ip_address of Ray 2.60, read 2026-11-23.
    os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")


def start(ray: Any, address: str, options: dict[str, Any]) -> None:
    """Start or reach Ray. Raises DraftproofError where that fails every time: Ray gives its
    parts fifteen seconds and half a minute and no option to change that, which on a busy machine is not
    always enough.
    """
    for left in reversed(range(_STARTS)):
        try:
            ray.init(address, log_to_driver=False, logging_level="error", **options)
        except Exception as error:  # Ray has no error of its own for this
            ray.shutdown()
            if not left:
                raise refused(f"Ray cannot be started or reached: {_first_line(error)}") from None
        else:
            return
