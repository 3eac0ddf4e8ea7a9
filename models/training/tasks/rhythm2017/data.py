"""CinC 2017 as unpacked by `unpack.sh DIR cinc2017`: recordings, labels, and the written split."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...common.splits import read_split, stratified_parts, write_split
from ...common.wfdb import read_record
from .prepare import prepare, windows

CLASSES = ("N", "A", "O", "~")
SCORED = 3
"""The challenge's score is the mean F1 of the first three classes."""

SPLIT = Path(__file__).parents[2] / "splits" / "rhythm2017.csv"
SHARES = {"test": 0.15, "validation": 0.15}
SPLIT_SEED = 2017


@dataclass(frozen=True)
class Recordings:
    """names [n]; truth: class numbers [n]; signals: prepared float32 at 100 Hz, each of its own length."""

    names: tuple[str, ...]
    truth: np.ndarray
    signals: tuple[np.ndarray, ...]


def read_labels(folder: Path) -> dict[str, str]:
    """Label by recording. Raises FileNotFoundError without REFERENCE-v3.csv, ValueError for an unknown label."""
    with (folder / "REFERENCE-v3.csv").open(newline="", encoding="utf-8") as file:
        labels = {row[0]: row[1] for row in csv.reader(file) if row}
    unknown = set(labels.values()) - set(CLASSES)
    if unknown:
        raise ValueError(f"REFERENCE-v3.csv has unknown labels: {sorted(unknown)}")
    return labels


def make_split(labels: dict[str, str], path: Path = SPLIT) -> None:
    """Writes the split anew; the same labels give the same file."""
    names = sorted(labels)
    write_split(path, names, stratified_parts(names, [labels[n] for n in names], SHARES, "train", SPLIT_SEED))


def load(folder: Path, *parts: str, limit: int | None = None, path: Path = SPLIT) -> list[Recordings]:
    """The recordings of each part, prepared. `limit`: no more than so many a part, for a trial.

    Raises ValueError when the folder and the split do not name the same recordings.
    """
    labels = read_labels(folder)
    split = read_split(path)
    if set(split) != set(labels):
        raise ValueError(f"{len(set(split) ^ set(labels))} recordings stand in only one of {path.name} and the labels")
    loaded = []
    for part in parts:
        names = [name for name in sorted(labels) if split[name] == part][:limit]
        records = [read_record(folder / f"{name}.hea") for name in names]
        loaded.append(
            Recordings(
                tuple(names),
                np.array([CLASSES.index(labels[name]) for name in names]),
                tuple(prepare(record.samples_mv[0], record.sample_rate_hz) for record in records),
            )
        )
    return loaded


@dataclass(frozen=True)
class Windows:
    """The windows of many recordings: values float32 [windows, 1, samples], owner: recording number [windows]."""

    values: np.ndarray
    owner: np.ndarray

    def mean_by_recording(self, rows: np.ndarray) -> np.ndarray:
        """[windows, columns] -> [recordings, columns]."""
        total = np.zeros((self.owner[-1] + 1, rows.shape[1]))
        np.add.at(total, self.owner, rows)
        return total / np.bincount(self.owner)[:, None]


def all_windows(recordings: Recordings) -> Windows:
    pieces = [windows(signal) for signal in recordings.signals]
    return Windows(np.concatenate(pieces), np.repeat(np.arange(len(pieces)), [len(p) for p in pieces]))
