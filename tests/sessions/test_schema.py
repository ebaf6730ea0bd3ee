"""The schema that editors are given."""

from __future__ import annotations

import json
from pathlib import Path

from sessions.schema import written

SCHEMA = Path(__file__).parents[2] / "docs" / "routine.schema.json"


def test_the_schema_in_the_docs_is_that_of_the_model() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == written()


def test_the_schema_knows_every_kind_of_step() -> None:
    definitions = json.loads(written())["$defs"]
    kinds = {d["properties"]["kind"]["enum"][0] for d in definitions.values() if _is_step(d)}
    assert kinds == {"stretch", "ball-massage", "exercise", "breathing", "rest", "circuit"}


def _is_step(definition: dict[str, object]) -> bool:
    properties = definition.get("properties")
    return isinstance(properties, dict) and "kind" in properties
