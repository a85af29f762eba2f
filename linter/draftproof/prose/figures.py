"""Whether figures beside a promise bear it out: 27.5 s and 2 s do for "13x faster".

Two durations or two rates say what was measured of the things compared. Any two will not do: their ratio has
to be the one that is promised, so that a timeout and a pause between retries show nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations

_FACTOR = re.compile(
    r"(?<![\d.,])(?P<low>\d{1,6}(?:\.\d{1,6})?)(?: ?(?:[-–]|to) ?(?P<high>\d{1,6}(?:\.\d{1,6})?))?"
    r"(?: ?(?P<share>%|percent\b)| ?(?:x|×|[- ]?times|-?fold)\b)",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,6})?|\d{1,9}(?:[.,]\d{1,6})?)(?P<thousand>k(?!\w))?[\s-]?"
    r"(?:(?P<what>[a-z]{1,20})(?:\s?/\s?|\sper\s)(?P<per>s|sec|second|min|minute|h|hour)"
    r"|(?P<short>[rqt]ps)"
    r"|(?P<time>ns|[uµμ]s|ms|s|nanosec(?:ond)?s?|microsec(?:ond)?s?|millisec(?:ond)?s?|msecs?|secs?|seconds?|mins?|minutes?"
    r"|hrs?|hours?|h))(?![\w/])",
    re.IGNORECASE,
)
_MARKS = str.maketrans("", "", "`*_")
_SECONDS = (
    ("ns", 1e-9), ("nano", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("micro", 1e-6), ("ms", 1e-3),
    ("milli", 1e-3), ("mi", 60.0), ("h", 3600.0), ("s", 1.0),
)  # fmt: skip
"""How units of time begin, the longer beginnings first, and how many seconds they are."""
_PER_SECOND = {"rps": "request", "qps": "querie", "tps": "token"}
_MOST = 16
"""Figures of a kind that are compared; nobody states a comparison with more."""
_ROUNDED = 0.1
"""By which share a promise may differ from what its figures say."""


def bear_out(promise: str, texts: list[str]) -> bool:
    """True when two figures of one kind in the texts stand to each other as the promise says."""
    factor = _FACTOR.search(promise)
    if factor is None:
        return False
    low = float(factor["low"])
    bounds = low * (1 - _ROUNDED), float(factor["high"] or low) * (1 + _ROUNDED)
    for values in _figures(texts).values():
        for one, other in combinations(values[:_MOST], 2):
            ratio = max(one, other) / min(one, other)
            # 2 s and 1.2 s are 40% less time and 67% more speed.
            shown = (100 * (1 - 1 / ratio), 100 * (ratio - 1)) if factor["share"] else (ratio,)
            if ratio > 1 and any(bounds[0] <= each <= bounds[1] for each in shown):
                return True
    return False


def _figures(texts: list[str]) -> dict[str, list[float]]:
    """Durations in seconds and rates a second, by what they count."""
    found: dict[str, list[float]] = defaultdict(list)
    for text in texts:
        for match in _QUANTITY.finditer(text.translate(_MARKS)):
            value = _number(match["number"]) * (1000 if match["thousand"] else 1)
            if value <= 0:
                continue
            if match["time"]:
                found[""].append(value * _seconds(match["time"]))
            elif match["short"]:
                found[_PER_SECOND[match["short"].lower()]].append(value)
            else:
                found[match["what"].lower().rstrip("s")].append(value / _seconds(match["per"]))
    return found


def _number(text: str) -> float:
    whole, comma, rest = text.partition(",")
    if comma and len(rest) != len("000") and "," not in rest and "." not in rest:
        return float(f"{whole}.{rest}")
    return float(text.replace(",", ""))


def _seconds(unit: str) -> float:
    return next(seconds for begin, seconds in _SECONDS if unit.lower().startswith(begin))
