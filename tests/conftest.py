"""What all tests share: where the corpora are, whether a registry answers, an environment of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# What is asserted in a module that tests share is told as if it stood in the test.
pytest.register_assert_rewrite("frontend_promises")

# A shell starts what runs in its background with Ctrl-C ignored, and programs that tests start inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("search", settings.get_profile("steady"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(autouse=True, scope="session")
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the user's cache, or depends on the user's variables."""
    os.environ["DRAFTPROOF_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        os.environ.pop(name, None)


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what a started program loads or prints: ``make coverage`` would load modules of its own into it."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, and the folder that commands are run in."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real documents with labels: ``$DRAFTPROOF_CORPORA``, else a folder beside the checkout."""
    chosen = os.environ.get("DRAFTPROOF_CORPORA")
    folder = Path(chosen) if chosen else ROOT.parent / "shared" / "corpora"
    if not (folder / "docs").is_dir():
        pytest.skip(f"no corpora at {folder}; DRAFTPROOF_CORPORA names another place")
    return folder


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where no package registry answers."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-cache-dir",
    ]
    command += [
        "--no-deps",
        "--retries",
        "0",
        "--timeout",
        "10",
        "--dest",
        str(tmp_path_factory.mktemp("probe")),
    ]
    try:
        done = subprocess.run([*command, "iniconfig"], capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the package registry does not answer in time")
    if done.returncode:
        pytest.skip("no package registry can be reached")
