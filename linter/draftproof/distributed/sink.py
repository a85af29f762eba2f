"""Where Ray Data writes findings: part files in a folder, counted as they are written."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from ray.data.block import BlockAccessor
from ray.data.datasource import BlockBasedFileDatasink

from draftproof.distributed.schema import FINDINGS, json_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

DONE = "_SUCCESS"
"""The file that says that all parts are there. Readers of Parquet pass over such names."""


class FindingsSink(BlockBasedFileDatasink):  # type: ignore[misc]
    """Writes findings as ``parquet`` or ``jsonl``; ``counts`` has, after the run, the rows of each status.

    A task that is tried again writes the same files anew.
    """

    def __init__(self, folder: str, form: str) -> None:
        super().__init__(folder, file_format=form)
        self._form = form
        self.counts: Counter[str] = Counter()

    def write(self, blocks: Iterable[Any], ctx: Any) -> dict[str, int]:
        """Write the blocks of a task; the number of rows of each status."""
        tables = [BlockAccessor.for_block(block).to_arrow() for block in blocks]
        rows = [table for table in tables if table.num_rows]
        if not rows:
            return {}
        table = pa.concat_tables(rows).cast(FINDINGS)
        super().write([table], ctx)
        return dict(Counter(table["status"].to_pylist()))

    def write_block_to_file(self, block: Any, file: Any) -> None:
        """Write a part file."""
        table = block.to_arrow().cast(FINDINGS)
        if self._form == "jsonl":
            file.write(json_lines(table))
        else:
            pq.write_table(table, file)

    def on_write_complete(self, write_result: Any) -> None:
        """Add up what the tasks wrote, and say that all is there. A folder without findings stays."""
        for returned in write_result.write_returns:
            self.counts.update(returned or {})
        with self.open_output_stream(f"{self.path}/{DONE}") as file:
            file.write(json.dumps(dict(sorted(self.counts.items()))).encode() + b"\n")
