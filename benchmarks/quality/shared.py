"""Labelled documents of others beside the checkout, scored by the scorer that comes with them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RULES = "KEY,MDL,API,CLM,STR"
"""What is labelled there."""


def corpora_folder(chosen: Path | None) -> Path | None:
    """The folder named, else ``$DRAFTPROOF_CORPORA``, else one beside the checkout; None where it holds no
    labels and no scorer.
    """
    named = os.environ.get("DRAFTPROOF_CORPORA")
    folder = chosen or (Path(named) if named else ROOT.parent / "shared" / "corpora")
    complete = (folder / "score.py").is_file() and (folder / "labels").is_dir() and (folder / "docs").is_dir()
    return folder if complete else None


def scored(folder: Path) -> str:
    """What the scorer prints of a run over all documents: precision and recall by family, with intervals."""
    documents = folder / "docs"
    with tempfile.TemporaryDirectory() as place:
        findings = Path(place) / "findings.jsonl"
        check = [sys.executable, "-m", "draftproof", "check", "--isolated", "--exit-zero", "--select", RULES]
        check += ["--min-confidence", "low", "--format", "jsonl", "--output", str(findings), "--quiet"]
        subprocess.run([*check, "."], cwd=documents, check=True)
        score = [sys.executable, str(folder / "score.py"), "--findings", str(findings)]
        score += ["--labels", str(folder / "labels"), "--corpora", str(documents)]
        done = subprocess.run(score, capture_output=True, text=True, check=True)
    return done.stdout
