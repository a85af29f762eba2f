"""``fuzz`` is a package of the checkout; its pattern of what acts in a terminal is used here too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
