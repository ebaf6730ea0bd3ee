"""The JSON Schema of routine files, for editors: `python -m sessions.schema > FILE`."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

import msgspec

from sessions.routine import BreathPattern, Pause, Routine, Seconds, Tempo, Text
from sessions.words import Language

_SENTENCES: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": 1000}
_CUSTOM: Final[dict[type, dict[str, Any]]] = {
    Text: {
        "anyOf": [
            _SENTENCES,
            {
                "type": "object",
                "properties": {language.value: _SENTENCES for language in Language},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
    Seconds: {
        "anyOf": [
            {"type": "string", "examples": ["45s", "1m30s"]},
            {"type": "number", "exclusiveMinimum": 0},
        ]
    },
    Pause: {
        "anyOf": [
            {"type": "string", "examples": ["0s", "10s"]},
            {"type": "number", "minimum": 0},
        ]
    },
    Tempo: {"type": "string", "examples": ["3-1-3", "1-5-1-3"]},
    BreathPattern: {"type": "string", "examples": ["4-6"]},
}


def schema() -> dict[str, Any]:
    """Give the schema, made from the model."""
    [reference], components = msgspec.json.schema_components(
        [Routine],
        schema_hook=lambda kind: {"$ref": f"#/$defs/{kind.__name__}"},
        ref_template="#/$defs/{name}",
    )
    components |= {kind.__name__: written for kind, written in _CUSTOM.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mat Coach routine",
        **reference,
        "$defs": {name: _without_objects(part) for name, part in components.items()},
    }


def written() -> str:
    """Give the schema as it stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _without_objects(component: dict[str, Any]) -> dict[str, Any]:
    """Leave out the defaults that are not written in a file as they are in the model."""
    properties = component.get("properties", {})
    kept = {
        name: {k: v for k, v in field.items() if k != "default" or not isinstance(v, dict)}
        for name, field in properties.items()
    }
    return {**component, "properties": kept} if properties else component


if __name__ == "__main__":
    sys.stdout.write(written())
