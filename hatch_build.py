"""Compiles ``rules/`` to JSON when a wheel is built: YAML is for authors, not for start-up."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = "draftproof/_rules/compiled.json"


class CompileRules(BuildHookInterface):  # type: ignore[misc]  # hatchling has no type information
    """Adds the compiled rulebook to a wheel. An editable install reads the checkout's ``rules/`` instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the rules; a broken rule stops the build with its place."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "linter"))
        try:
            from draftproof.checks import registry
            from draftproof.rulebook.compiling import compile_pack
        finally:
            sys.path.pop(0)
        data = compile_pack(root / "rules", "rules", registry)
        path = Path(self.directory) / "compiled-rules.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        build_data["force_include"][str(path)] = COMPILED

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the intermediate file."""
        (Path(self.directory) / "compiled-rules.json").unlink(missing_ok=True)
