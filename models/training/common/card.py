"""Pieces of a CARD.md."""

from __future__ import annotations

import csv
from pathlib import Path
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


def calibration_table(calibration: Mapping[str, Any], of: str = "") -> list[str]:
    """ECE and Brier before and after calibration; `of`: what they are the mean of, for the heads."""
    rows = (
        ("before", "before"),
        ("after, in sample (flattering)", "afterInSample"),
        ("after, cross-fitted", "afterCrossFitted"),
    )
    return table(
        ["", f"ECE (ten bins{', ' + of if of else ''})", f"Brier{' (' + of + ')' if of else ''}"],
        [[name, with_interval(calibration[key]["ece"]), with_interval(calibration[key]["brier"])] for name, key in rows],
    )


def head(model: Mapping[str, Any]) -> list[str]:
    """Title and what it is."""
    return [f"# {model['id']} {model['version']}", "", f"{model['title']}. For research use, not a medical device.", ""]


def uses(model: Mapping[str, Any]) -> list[str]:
    """What it is for, and what not."""
    return [
        "## For what, and for what not",
        "",
        model["intendedUse"],
        "",
        "Not for:",
        *[f"- {line}" for line in model["notFor"]],
        "",
    ]


GROUPS = (
    "By sex, age and signal quality. Sex and age stand where the tables of the folder know them; where most are unknown, no claim of "
    "equal performance can be made. Quality is what the workstation says of the recording; none was left out for it in training."
)
"""What stands above a table of groups."""


def trials(path: Path, model: str | None = None) -> list[str]:
    """The table of a trials.csv; of one model alone where the file has several."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if model is None or row["model"] == model]
    columns = [name for name in (rows[0] if rows else ()) if name != "model"]
    return table(columns, [[row[name] for name in columns] for row in rows]) if rows else ["Nothing else was tried."]
