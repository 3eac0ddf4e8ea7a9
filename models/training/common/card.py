"""Pieces of a CARD.md."""

from __future__ import annotations

from typing import Any, Mapping, Sequence


def number(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def with_interval(row: Mapping[str, Any] | None, digits: int = 3) -> str:
    """value [low, high] of a figure with its interval."""
    if row is None:
        return "not given"
    return f"{number(row['value'], digits)} [{number(row['low'], digits)}, {number(row['high'], digits)}]"


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(map(str, line))} |" for line in lines]
