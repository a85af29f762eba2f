"""What draftproof would say to the maintainer of a folder of documents, at the defaults of the hook.

    python benchmarks/maintainers_measure.py FOLDER [--sample 100] [--seed 1]

Prints findings per 100 documents by severity and code, the documents that would stop a commit, and a random
sample of findings to be read one by one: the share that a reader judges right is the figure that counts.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder")
    parser.add_argument(
        "--sample", type=int, default=0, help="print this many random findings with their lines"
    )
    parser.add_argument(
        "--level", default="warning", choices=["error", "warning", "advice"], help="sample from this level on"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    command = [
        sys.executable,
        "-m",
        "draftproof",
        "check",
        "--isolated",
        "--fail-on",
        "error",
        "--format",
        "json",
        options.folder,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        print(done.stderr, file=sys.stderr)
        return done.returncode
    report = json.loads(done.stdout)
    findings, counts = report["findings"], report["counts"]
    documents = counts["documents"]
    stopped = {finding["path"] for finding in findings if finding["severity"] == "error"}
    print(
        f"documents: {documents}; code blocks that speak of an API: {counts['understood']} understood, "
        f"{counts['partial']} in part, {counts['unread']} in a language that is not read"
    )
    for severity in ("error", "warning", "advice"):
        number = sum(finding["severity"] == severity for finding in findings)
        print(f"{severity:8} {number:6}  {number / documents * 100:6.1f} per 100 documents")
    print(f"documents that would stop a commit: {len(stopped)}, {len(stopped) / documents * 100:.1f} in 100")
    for code, number in Counter(finding["code"] for finding in findings).most_common():
        print(f"  {code} {number}")
    levels = ["error", "warning", "advice"][: ["error", "warning", "advice"].index(options.level) + 1]
    chosen = [finding for finding in findings if finding["severity"] in levels]
    for finding in random.Random(options.seed).sample(chosen, min(options.sample, len(chosen))):
        where = f"{finding['path']}:{finding['file_line']}"
        print(
            f"{where}\n    {finding['code']} {finding['severity']}: {finding['message']}"
            f"\n    {finding['excerpt'][:150]}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
