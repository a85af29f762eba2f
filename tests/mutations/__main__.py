"""``python tests/mutations`` prints what the endpoint and streaming rules catch of broken samples."""

from __future__ import annotations

import sys

from table import outcomes, report

sys.stdout.write(report(outcomes()) + "\n")
