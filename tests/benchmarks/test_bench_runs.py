"""Documents that are measured, and commands that are run, by small ones."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
from benchmarks.__main__ import told
from benchmarks.corpora import Text, found, multiplied, sampled, seen_by_all, size_of, write
from benchmarks.equality import compare, first_difference
from benchmarks.generated import CLEAN_SIZE, clean_document, documents
from benchmarks.installing import ROOT, bench_home
from benchmarks.instructions import counted
from benchmarks.measuring import BenchError, Command, Launcher
from benchmarks.scaling import copied_rule, write_rules
from benchmarks.trials import Plan, Trial, run_trials

from benchmarks import stages
from draftproof import check_text
from draftproof.rulebook.loading import builtin_rulebook, rulebook_with

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def launcher(tmp_path: Path) -> Iterator[Launcher]:
    with Launcher(tmp_path, limit=60) as each:
        yield each


def python(code: str, folder: Path) -> Command:
    return Command((sys.executable, "-I", "-c", code), folder)


def test_a_command_is_measured(launcher: Launcher, tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    sample = launcher.run(python("print('hello', flush=True); b = b'x' * 60_000_000", tmp_path), stdout=said)
    assert said.read_text(encoding="utf-8").split() == ["hello"]
    assert sample.seconds > 0
    assert sample.peak > 60_000_000
    assert not sample.timed_out


def test_the_harness_is_not_measured_along(launcher: Launcher, tmp_path: Path) -> None:
    ballast = b"x" * 80_000_000
    assert launcher.run(python("pass", tmp_path)).peak < len(ballast)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs /proc of Linux")
def test_the_memory_of_a_tree_is_that_of_all_its_processes(launcher: Launcher, tmp_path: Path) -> None:
    child = "import time; b = b'x' * 40_000_000; time.sleep(0.6)"
    code = f"import subprocess, sys; c = [sys.executable, '-I', '-c', {child!r}]\n"
    code += "for p in [subprocess.Popen(c), subprocess.Popen(c)]: p.wait()"
    sample = launcher.run(python(code, tmp_path), tree=True)
    assert sample.peak < 80_000_000 < sample.tree


def test_what_takes_too_long_is_stopped(launcher: Launcher, tmp_path: Path) -> None:
    assert launcher.run(python("import time; time.sleep(50)", tmp_path), limit=0.2).timed_out


def test_what_fails_is_said(launcher: Launcher, tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"ended with 3: (?s:.)*trouble"):
        launcher.run(python("import sys; print('trouble', file=sys.stderr); sys.exit(3)", tmp_path))
    with pytest.raises(BenchError, match="cannot be run"):
        launcher.run(Command((str(tmp_path / "absent"),), tmp_path))
    assert launcher.run(python("pass", tmp_path)).code == 0


def test_caches_are_empty_for_cold_runs_and_filled_for_warm_ones(launcher: Launcher, tmp_path: Path) -> None:
    trials = []
    for name, warm in (("c", False), ("w", True)):
        log = tmp_path / f"log-{name}"
        cache = tmp_path / f"cache-{name}"
        log.write_text("", encoding="utf-8")
        code = f"import pathlib; p = pathlib.Path({str(cache)!r}, 'x'); "
        code += f"open({str(log)!r}, 'a').write('warm ' if p.exists() else 'cold '); p.touch()"
        trials.append(Trial(name, "warm" if warm else "cold", python(code, tmp_path), cache, warm))
    rows = run_trials(launcher, Plan("part", 3), trials, lambda _: None)
    assert [len(row.seconds) for row in rows] == [3, 3]
    assert (tmp_path / "log-c").read_text(encoding="utf-8").split() == ["cold"] * 3
    assert (tmp_path / "log-w").read_text(encoding="utf-8").split() == ["cold", *["warm"] * 3]


def test_slow_trials_run_less_often(launcher: Launcher, tmp_path: Path) -> None:
    command = python("pass", tmp_path)
    trials = [Trial("a", "cold", command), Trial("b", "cold", command, repeats=1)]
    rows = run_trials(launcher, Plan("part", 3), trials, lambda _: None)
    assert [len(row.seconds) for row in rows] == [3, 1]


def test_generated_documents_depend_on_the_seed_alone() -> None:
    first = documents(1, 40_000)
    assert first == documents(1, 40_000)
    assert first != documents(2, 40_000)
    assert size_of(first) >= 40_000
    assert b"{{key:" not in b"".join(text.data for text in first)


def test_the_clean_document_is_clean_and_of_its_size() -> None:
    text = clean_document()
    assert CLEAN_SIZE <= len(text.data) < CLEAN_SIZE * 1.2
    result = check_text(text.data.decode(), text.path, isolated=True)
    assert result.findings == ()
    assert result.counts.understood > 3


def test_every_tool_sees_every_path(tmp_path: Path) -> None:
    assert seen_by_all(PurePosixPath(".agent/node_modules/a b.md")) == "dot-agent/node_modules-docs/a_b.md"
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("no document", encoding="utf-8")
    assert [text.path for text in found(tmp_path)] == ["dot-hidden/a.md"]
    with pytest.raises(BenchError, match="no such folder"):
        found(tmp_path / "absent")


def test_samples_and_copies() -> None:
    texts = [Text(f"{number}.md", b"x" * 10) for number in range(50)]
    assert len(sampled(texts, 1, count=7)) == 7
    assert size_of(sampled(texts, 1, size=95)) == 100
    assert sampled(texts, 1, count=7) == sampled(texts, 1, count=7)
    copies = multiplied([Text("a.md", b"---\ntitle: A\n---\n# A\n")], 4)
    assert len({text.data for text in copies}) == len({text.path for text in copies}) == 4
    assert all(text.data.startswith(b"---\ntitle: A\n---\nThis is copy") for text in copies)


def test_a_folder_holds_what_was_written_last(tmp_path: Path) -> None:
    write(tmp_path / "docs", [Text("a/old.md", b"old")])
    written = write(tmp_path / "docs", [Text("a/new.md", b"new!")])
    assert (written.count, written.size) == (1, 4)
    assert [path.name for path in written.target.rglob("*.md")] == ["new.md"]


def test_more_rules_are_rules(tmp_path: Path) -> None:
    pack = write_rules(tmp_path / "pack", 3)
    builtin = builtin_rulebook().rules
    book = rulebook_with([pack.target], use_cache=False)
    assert len(book.rules) == 4 * len(builtin)
    copies = {rule.code: rule for rule in book.rules}
    for rule in builtin:
        copy = copies[f"BX{rule.code}"]
        assert (copy.check, copy.options, copy.default) == (rule.check, rule.options, rule.default)


def test_a_copied_rule_has_a_name_and_a_title_of_its_own() -> None:
    code, page = copied_rule("---\ncode: KEY001\nname: a-key\n---\n\n# KEY001 a-key\n", "A")
    assert code == "AXKEY001"
    assert page == "---\ncode: AXKEY001\nname: a-a-key\nconfidence: low\n---\n\n# AXKEY001 a-a-key\n"


def test_outputs_that_differ_are_found(tmp_path: Path) -> None:
    same = (b"a\nb\n", b"1 error", 1)
    equal: list[str] = []
    different: list[str] = []
    compare({"cold": same, "warm": same, "many": (b"a\nc\n", b"1 error", 0)}, tmp_path, equal, different)
    assert equal == ["warm and cold: 4 bytes, exit code 1"]
    assert len(different) == 1
    assert "many and cold differ in findings, exit code, first in line 2" in different[0]


@pytest.mark.parametrize(
    ("left", "right", "line"),
    [(b"a\n", b"a\n", 0), (b"a\nb", b"a\nc", 2), (b"a\n", b"a\nb\n", 2), (b"", b"a", 1)],
)
def test_the_first_line_that_differs(left: bytes, right: bytes, line: int) -> None:
    assert first_difference(left, right) == line


def test_counts_of_instructions_are_read() -> None:
    assert counted("==7== Collected : 38100042\n") == 38_100_042
    assert counted("1234567,,instructions:u,1000,100.00,,\n") == 1_234_567
    assert counted("<not supported>,,instructions:u,0,100.00,,\n") is None


def test_every_stage_does_something() -> None:
    texts = documents(1, 30_000)
    table = stages.stage_table(texts, 1)
    assert [row.split(" | ")[0] for row in table[2:]] == [
        f"| {name}"
        for name in (
            *("decode", "blocks", "read", "inline", "understand"),
            *("claims", "credentials", "judge", "report"),
        )
    ]
    assert any(row.startswith("| python |") for row in stages.language_table(texts, 1))


def test_programs_are_kept_out_of_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DRAFTPROOF_BENCH_HOME", str(tmp_path))
    assert bench_home() == tmp_path
    monkeypatch.setenv("DRAFTPROOF_BENCH_HOME", str(ROOT / "cache"))
    with pytest.raises(BenchError, match="in the checkout"):
        bench_home()


def test_the_page_says_the_command_without_a_folder_of_this_machine() -> None:
    folder = Path("/home/somebody/docs")
    told_with = told(["--corpus", str(folder), "--only", "one"], folder)
    assert told_with == "python -m benchmarks --corpus FOLDER --only one"
    assert told([f"--corpus={folder}"], folder) == "python -m benchmarks --corpus=FOLDER"
    assert told(["--quick"], None) == "python -m benchmarks --quick"
