"""The measurements beside other tools: start-up, one document, some, all, memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.corpora import Written, sampled, size_of, write
from benchmarks.figures import sample_size, scaled, written_bytes
from benchmarks.generated import clean_document, documents
from benchmarks.measuring import BenchError
from benchmarks.programs import OURS
from benchmarks.results import COLD, WARM
from benchmarks.trials import Plan, Trial

if TYPE_CHECKING:
    from benchmarks.bench import Bench
    from benchmarks.programs import Program

ONE_PROCESS = "cold, one process"
EVERYTHING = "cold, MDX and notebooks too"
LARGE = "one large document"
SLOW_SHARE = 8
"""What is expected to take more than this part of the bound is run once."""
MOST_PEER_REPEATS = 5


def startup(bench: Bench) -> None:
    """What a program takes to say its version."""
    programs = (bench.bare, bench.ours, *bench.peers)
    trials = [Trial(program.name, COLD, program.starting(bench.work)) for program in programs]
    bench.measure(Plan("startup", bench.sizes.repeats * 4, warm_up=True), trials)


def one(bench: Bench) -> None:
    """One clean document of 15 KB. Raises BenchError where draftproof does not find it clean."""
    text = clean_document()
    folder = write(bench.work / "one", [text])
    read = Written(folder.target / text.path, 1, len(text.data))
    said = bench.work / "one.txt"
    command = replace(bench.ours.checking(read.target, bench.work), good=(0,))
    bench.launcher.run(command, stdout=said)
    if said.read_bytes():
        raise BenchError(f"the clean document has findings: {said.read_text(encoding='utf-8')[:400]}")
    trials = [bench.trial(program, read) for program in (bench.ours, *bench.peers)]
    trials += [bench.trial(program, read, WARM) for program in _caching(bench)]
    trials.insert(0, Trial(bench.bare.name, COLD, bench.bare.starting(bench.work)))
    bench.measure(Plan("one", bench.sizes.repeats * 2, warm_up=True), trials)


def some(bench: Bench) -> None:
    """200 documents, chosen at random."""
    read = _some(bench)
    trials = [bench.trial(program, read) for program in (bench.ours, *bench.peers)]
    trials += [bench.trial(program, read, WARM) for program in _caching(bench)]
    slow = [_slow(bench, trial) for trial in trials]
    bench.measure(Plan("some", bench.sizes.repeats), slow)


def everything(bench: Bench) -> None:
    """All Markdown documents, cold and warm; what would take longer than the bound reads a sample."""
    read = write_once(bench, "all")
    trials = [bench.trial(bench.ours, read), bench.trial(bench.ours, read, WARM)]
    if "--jobs" in bench.options:
        trials.append(bench.trial(bench.ours, read, ONE_PROCESS, "--jobs", "1", repeats=1))
    else:
        bench.skip("all, one process", "this draftproof has no --jobs")
    for peer in bench.peers:
        trials.append(_bounded(bench, peer, read))
        if peer.cache and not trials[-1].whole:
            trials.append(bench.trial(peer, read, WARM))
    if len(bench.texts) > len(bench.compared):
        whole = write(bench.work / "everything", bench.texts)
        trials.append(bench.trial(bench.ours, whole, EVERYTHING, repeats=1))
    bench.measure(Plan("all", bench.sizes.repeats), trials)


def memory(bench: Bench) -> None:
    """Peak memory: of the largest process, and of all processes of a program together."""
    read = write_once(bench, "all")
    trials = [bench.trial(bench.ours, read)]
    one_process = ("--jobs", "1") if "--jobs" in bench.options else ()
    trials.append(bench.trial(bench.ours, read, ONE_PROCESS, *one_process))
    trials += [_bounded(bench, peer, read) for peer in bench.peers]
    texts = documents(bench.sizes.seed, bench.sizes.large)
    page = b"\n".join(text.data for text in texts)[: bench.sizes.large].decode(errors="ignore").encode()
    folder = write(bench.work / "large", [replace(texts[0], path="large.md", data=page)])
    large = Written(folder.target / "large.md", 1, len(page))
    trials.append(
        replace(bench.trial(bench.ours, large, LARGE), note=f"{written_bytes(len(page))} in one file")
    )
    bench.measure(Plan("memory", 1, tree=True), trials)


def write_once(bench: Bench, name: str) -> Written:
    """The folder of all compared documents, written when it is first asked for."""
    if name not in bench.folders:
        bench.folders[name] = write(bench.work / name, bench.compared)
    return bench.folders[name]


def _some(bench: Bench) -> Written:
    if "some" not in bench.folders:
        texts = sampled(bench.compared, bench.sizes.seed, count=bench.sizes.some)
        bench.folders["some"] = write(bench.work / "some", texts)
    return bench.folders["some"]


def _caching(bench: Bench) -> list[Program]:
    found = [peer for peer in bench.peers if peer.cache]
    if "--no-cache" in bench.options:
        return [bench.ours, *found]
    return found


def _pace(bench: Bench, program: Program) -> tuple[float, Written]:
    """Seconds of a program for the 200 documents, from the part that measured it or from a run now."""
    read = _some(bench)
    if (row := bench.results.row("some", program.name)) is not None:
        return min(row.seconds), read
    return bench.launcher.run(bench.trial(program, read).command).seconds, read


def _bounded(bench: Bench, program: Program, read: Written) -> Trial:
    """A trial on all documents; on a sample where these would take longer than the bound."""
    seconds, some_read = _pace(bench, program)
    fixed = min(seconds, bench.launcher.run(program.starting(bench.work)).seconds)
    expected = scaled(seconds, fixed, some_read.size, read.size)
    once = 1 if expected > bench.sizes.bound / SLOW_SHARE else MOST_PEER_REPEATS
    if expected <= bench.sizes.bound:
        return bench.trial(program, read, repeats=once)
    size = sample_size(seconds - fixed, some_read.size, read.size, bench.sizes.bound / 2)
    texts = sampled(bench.compared, bench.sizes.seed, size=size)
    part = write(bench.work / f"sample-{program.name}", texts)
    whole = size_of(bench.compared)
    note = f"a sample of {part.count} documents, {written_bytes(part.size)}; scaled by size"
    return replace(bench.trial(program, part, repeats=1), whole=whole, fixed=fixed, note=note)


def _slow(bench: Bench, trial: Trial) -> Trial:
    """The trial, run once where a first run of it takes long."""
    if trial.program == OURS or trial.variant != COLD:
        return trial
    seconds = bench.launcher.run(trial.command).seconds
    return replace(trial, repeats=1) if seconds > bench.sizes.bound / SLOW_SHARE else trial
