"""Settings of a task: JSON, in which "extends" names another file whose values stand where this one says nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Mapping


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`changes` over `base`, objects member by member, everything else whole."""
    out = dict(base)
    for name, value in changes.items():
        before = out.get(name)
        out[name] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return out


def read_settings(path: Path) -> dict[str, Any]:
    settings = json.loads(path.read_text(encoding="utf-8"))
    parent = settings.pop("extends", None)
    return settings if parent is None else merged(read_settings(path.parent / parent), settings)


def write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
