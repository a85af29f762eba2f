"""How the cost grows: with the size of the corpus, and with the number of rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpora import Text, Written, multiplied, sampled, write
from benchmarks.trials import Plan

if TYPE_CHECKING:
    from benchmarks.bench import Bench

RULES = Path(__file__).resolve().parent.parent / "rules"
TIMES = (1, 2, 4, 8)
MORE_RULES = 4
_LETTERS = "ABCDEFGH"


def growth(bench: Bench) -> None:
    """A sample of the documents, and 2, 4 and 8 times as many: one process, its cache empty."""
    base = sampled(bench.compared, bench.sizes.seed, size=bench.sizes.growth)
    trials = []
    for times in TIMES:
        read = write(bench.work / f"growth-{times}", multiplied(base, times))
        trials.append(bench.trial(bench.ours, read, f"{times}x", *_one_process(bench)))
    bench.measure(Plan("growth", min(bench.sizes.repeats, 3)), trials)


def rules(bench: Bench) -> None:
    """The same documents by the built-in rules, and by four times as many."""
    base = sampled(bench.compared, bench.sizes.seed, size=bench.sizes.growth)
    read = write(bench.work / "rules-docs", base)
    copies = write_rules(bench.work / "pack", MORE_RULES - 1)
    plain = bench.work / "rules-1x.yaml"
    plain.write_text("rules: []\n", encoding="utf-8")
    more = bench.work / "rules-4x.yaml"
    more.write_text("rules: [pack]\n", encoding="utf-8")
    trials = [
        bench.trial(bench.ours, read, f"{times}x", "--config", str(file), *_one_process(bench))
        for times, file in ((1, plain), (MORE_RULES, more))
    ]
    bench.say(f"rules: {copies.count} more rules")
    bench.measure(Plan("rules", min(bench.sizes.repeats, 3)), trials)


def write_rules(folder: Path, copies: int) -> Written:
    """A pack of so many copies of every built-in rule: the same checks with the same options under other
    codes, their confidence low, so that they find what the built-in rules find and show nothing of it.

    That is harmless to the report and dearer than rules that find nothing.
    """
    texts = []
    for path in sorted(RULES.glob("*/*.md")):
        source = path.read_text(encoding="utf-8")
        for letter in _LETTERS[:copies]:
            code, text = copied_rule(source, letter)
            texts.append(Text(f"{code}.md", text.encode()))
    return write(folder, texts)


def copied_rule(source: str, letter: str) -> tuple[str, str]:
    """The code and the page of a copy of a rule."""
    front, end, body = source.removeprefix("---\n").partition("\n---\n")
    found = re.search(r"^code: (\w+)$", front, re.MULTILINE)
    assert found is not None, source[:80]
    code = f"{letter}X{found[1]}"
    front = re.sub(r"^code: .*$", f"code: {code}", front, flags=re.MULTILINE)
    front = re.sub(r"^name: (.*)$", rf"name: {letter.lower()}-\1", front, flags=re.MULTILINE)
    front = re.sub(r"^confidence: .*\n?", "", front, flags=re.MULTILINE)
    body = body.replace(f"# {found[1]} ", f"# {code} {letter.lower()}-", 1)
    return code, f"---\n{front.rstrip()}\nconfidence: low{end}{body}"


def _one_process(bench: Bench) -> tuple[str, ...]:
    return ("--jobs", "1") if "--jobs" in bench.options else ()
