"""Inputs of the beat classifier as export.ts writes them, and the split by record."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Sequence

import numpy as np

CLASSES = ("N", "S", "V", "F")
"""What the model tells apart. Q has 8 beats of 5 records in DS1, too few to learn from: the product gives Q to paced beats by rule."""

SCORED = ("N", "S", "V", "F", "Q")
NO_BEAT = "-"
NOT_COUNTED = "*"

DS1 = tuple("101 106 108 109 112 114 115 116 118 119 122 124 201 203 205 207 208 209 215 220 223 230".split())
DS2 = tuple("100 103 105 111 113 117 121 123 200 202 210 212 213 214 219 221 222 228 231 232 233 234".split())
MADE = "made-"
"""Begins the names of the hearts of madeHearts.ts, which take the place of records."""
PACED = ("102", "104", "107", "217")
SAME_PATIENT = (("201", "202"),)


@dataclass(frozen=True)
class Beats:
    """One row per detected beat.

    windows float32 [n, channels, length]; features float32 [n, f]; record, way str [n]; label str [n]: a class of SCORED,
    NO_BEAT for a detection without a beat, NOT_COUNTED for one in flutter or that cannot be judged.
    """

    windows: np.ndarray
    features: np.ndarray
    record: np.ndarray
    way: np.ndarray
    label: np.ndarray

    def __len__(self) -> int:
        return len(self.label)

    def part(self, rows: np.ndarray) -> "Beats":
        return Beats(self.windows[rows], self.features[rows], self.record[rows], self.way[rows], self.label[rows])


def feature_names(folder: Path, view: str) -> list[str]:
    return json.loads((folder / "layout.json").read_text(encoding="utf-8"))["features"][view]


def _read_way(folder: Path, view: str, way: str) -> Beats:
    layout = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
    channels, length, names = len(layout["channels"]), layout["beatWindowLength"], layout["features"][view]
    with (folder / view / f"{way}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    windows = np.fromfile(folder / view / f"{way}.windows.f32", dtype="<f4")
    features = np.fromfile(folder / view / f"{way}.features.f32", dtype="<f4")
    if windows.size != len(rows) * channels * length or features.size != len(rows) * len(names):
        raise ValueError(f"{view}/{way}: the files do not have the same number of beats")
    return Beats(
        windows.reshape(len(rows), channels, length),
        features.reshape(len(rows), len(names)),
        np.array([row["record"] for row in rows]),
        np.full(len(rows), way),
        np.array([row["class"] for row in rows]),
    )


def read_beats(folder: Path, view: str, ways: Iterable[str]) -> Beats:
    """All beats of the named ways of reading. Raises ValueError when sizes disagree or a test record is among them."""
    parts = [_read_way(folder, view, way) for way in ways]
    beats = Beats(*(np.concatenate([getattr(part, field) for part in parts]) for field in Beats.__dataclass_fields__))
    records = {r for r in beats.record if not r.startswith(MADE)}
    strangers = sorted(records - set(DS1) | {a for a, _ in SAME_PATIENT} & records)
    if strangers:
        raise ValueError(f"records that may not be learnt from: {' '.join(strangers)}")
    if not (np.isfinite(beats.windows).all() and np.isfinite(beats.features).all()):
        raise ValueError("an input is not finite")
    return beats


def read_missed(folder: Path, view: str, way: str, records: Sequence[str]) -> list[tuple[str, str]]:
    """(record, class) of each reference beat of `records` that was not found."""
    with (folder / view / f"{way}.missed.csv").open(newline="", encoding="utf-8") as file:
        return [(row["record"], row["class"]) for row in csv.DictReader(file) if row["record"] in set(records)]


def trainable(beats: Beats) -> np.ndarray:
    """bool [n]: beats of a class of the model."""
    return np.isin(beats.label, CLASSES)


def sampling_weights(beats: Beats, way_shares: dict[str, float]) -> np.ndarray:
    """float64 [n], sum 1: ways by their shares, within a way classes by the root of their number, within a class records likewise.

    A record with hundreds of premature beats counts more than one with three, but does not drown it.
    """
    weights = np.zeros(len(beats))
    for way, share in way_shares.items():
        in_way = beats.way == way
        class_mass = {c: np.sqrt(np.sum(in_way & (beats.label == c))) for c in CLASSES}
        total = sum(class_mass.values())
        for c in CLASSES:
            of_class = in_way & (beats.label == c)
            counts = {r: int(np.sum(of_class & (beats.record == r))) for r in np.unique(beats.record[of_class])}
            roots = sum(np.sqrt(n) for n in counts.values())
            for r, n in counts.items():
                rows = of_class & (beats.record == r)
                weights[rows] = share * class_mass[c] / total * np.sqrt(n) / roots / n
    return weights / weights.sum()
