"""``verify`` against every fault mode of the embedded server comes to what is listed for a careful client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from draftproof.live.server.embedded import running
from draftproof.live.server.faults import FAULTS
from draftproof.text.secret import Secret
from drafts import write
from verify_support import KEY, rows, sample, verify

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED = {"completes": {"pass"}, "fails": {"fail", "inconclusive"}, "limit": {"inconclusive"}}
STATES = {"pass": {"completed"}, "fail": {"error"}, "inconclusive": {"timeout", "error"}}


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.name != "status-NNN"], ids=lambda fault: fault.name)
def test_a_fault_is_judged_as_listed(tmp_path: Path, fault: object) -> None:
    assert isinstance(fault, type(FAULTS[0]))
    write(tmp_path, {"a.md": sample()})
    with running(Secret(KEY), fault.name, any_key=fault.name == "any-key") as base:
        done = verify(
            tmp_path,
            "a.md",
            "--base-url",
            base,
            "--timeout",
            "2",
            "--idle-timeout",
            "0.7",
            "--format",
            "jsonl",
        )
    (row,) = rows(done)
    assert row["happy_path_result"] in EXPECTED[fault.client]
    assert row["terminal_state"] in STATES[row["happy_path_result"]]
    if fault.name == "any-key":
        assert (row["error_path_result"], done.returncode) == ("fail", 1)
    elif fault.client == "completes":
        assert (row["error_path_result"], done.returncode) == ("pass", 0)
    else:
        assert done.returncode in (1, 4)
