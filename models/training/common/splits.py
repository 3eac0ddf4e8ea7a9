"""Splits by group (patient or recording), written down as CSV files of ids and parts."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np


def stratified_parts(
    groups: Sequence[str], labels: Sequence[str], shares: Mapping[str, float], rest: str, seed: int
) -> list[str]:
    """Part of every row. Whole groups are dealt, label by label (a group counts with its first label), in seeded order.

    `shares` gives each part's share of the groups of a label, rounded; what is left is `rest`.
    """
    first_label: dict[str, str] = {}
    for group, label in zip(groups, labels):
        first_label.setdefault(group, label)
    of_label: dict[str, list[str]] = defaultdict(list)
    for group in sorted(first_label):
        of_label[first_label[group]].append(group)
    rng = np.random.default_rng(seed)
    part_of: dict[str, str] = {}
    for label in sorted(of_label):
        members = of_label[label]
        order = [members[i] for i in rng.permutation(len(members))]
        at = 0
        for part, share in shares.items():
            count = round(share * len(members))
            part_of.update({group: part for group in order[at : at + count]})
            at += count
        part_of.update({group: rest for group in order[at:]})
    return [part_of[group] for group in groups]


def refuse_crossing(groups: Sequence[object], parts: Sequence[str]) -> None:
    """Raises ValueError when a group lies in two parts."""
    seen: dict[object, str] = {}
    crossing = {group for group, part in zip(groups, parts) if seen.setdefault(group, part) != part}
    if crossing:
        raise ValueError(f"{len(crossing)} groups lie on both sides of the split")


def write_split(path: Path, ids: Sequence[str], parts: Sequence[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "part"])
        writer.writerows(sorted(zip(ids, parts)))


def read_split(path: Path) -> dict[str, str]:
    """Part by id. Raises ValueError when an id stands there twice."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [(row["id"], row["part"]) for row in csv.DictReader(file)]
    parts = dict(rows)
    if len(parts) != len(rows):
        raise ValueError(f"{path.name}: an id stands there twice")
    return parts
