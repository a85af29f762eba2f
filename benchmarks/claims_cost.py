"""What looking for claims costs, against parsing the Markdown.

    python benchmarks/claims_cost.py FOLDER [--rounds 3]

Reads every Markdown and MDX file below a folder, and prints the processor time that parsing took, the time
that sentences and claims took, both the best of the rounds, and their ratio. Below 1, claims cost less.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from draftproof.prose.claims import find_claims
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    files = sorted(path for path in options.folder.rglob("*") if path.suffix in (".md", ".mdx"))
    data = [(path.as_posix(), path.read_bytes()) for path in files]
    lexicons = builtin_rulebook().lexicons
    parsing, looking, found = [], [], 0
    for _ in range(options.rounds):
        started = time.process_time()
        documents = [read(content, path) for path, content in data]
        parsed = time.process_time()
        found = sum(len(find_claims(document, lexicons)) for document in documents)
        parsing.append(parsed - started)
        looking.append(time.process_time() - parsed)
    print(f"{len(files)} documents, {sum(len(content) for _, content in data):,} bytes, {found} claims")
    ratio = min(looking) / min(parsing)
    print(f"parsing {min(parsing):.2f} s, sentences and claims {min(looking):.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
