"""PTB-XL as unpacked by `unpack.sh DIR ptbxl`: labels, statements, and the split by official fold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

import numpy as np
import pandas as pd

from .mv100 import prepare
from .wfdb import read_record

CLASSES = ("NORM", "MI", "STTC", "CD", "HYP")
"""In the order of `superclasses` in app/analysis/schema.ts."""


SOURCE = {
    "data": "PTB-XL 1.0.3, 100 Hz, records with a superclass label of the folder given (ids 1-1999 here)",
    "licence": "CC BY 4.0",
    "citation": (
        "Wagner P, Strodthoff N, Bousseljot RD, Kreiseler D, Lunze FI, Samek W, Schaeffter T. PTB-XL, a large "
        "publicly available electrocardiography dataset. Scientific Data 7, 154 (2020). "
        "doi:10.1038/s41597-020-0495-6"
    ),
}
"""What model.json says of the training data."""


@dataclass(frozen=True)
class Dataset:
    """One row per labelled recording. ecg float32 [n, 12, 1000] mV; labels float32 [n, 5]; auxiliary float32 [n, a]."""

    table: pd.DataFrame
    ecg: np.ndarray
    labels: np.ndarray
    auxiliary: np.ndarray
    auxiliary_names: tuple[str, ...]

    def part(self, rows: np.ndarray) -> "Dataset":
        return Dataset(
            self.table[rows].reset_index(drop=True),
            self.ecg[rows],
            self.labels[rows],
            self.auxiliary[rows],
            self.auxiliary_names,
        )


def read_table(folder: Path) -> pd.DataFrame:
    """The labelled recordings with their statements, sorted by record. Raises ValueError when the two tables disagree."""
    labels = pd.read_csv(folder / "labels.csv")
    labels["ecg_id"] = labels["record"].str.slice(0, 5).astype(int)
    records = pd.read_csv(folder / "records.csv")
    columns = ["ecg_id", "patient_id", "strat_fold", "age", "sex", "pacemaker", "subclass", "form", "rhythm"]
    table = labels.merge(records[columns], on="ecg_id", how="left", suffixes=("", "_records"), validate="one_to_one")
    for column in ("patient_id", "strat_fold"):
        if not (table[column] == table[f"{column}_records"]).all():
            raise ValueError(f"labels.csv and records.csv disagree on {column}")
    return table.sort_values("record", ignore_index=True)


def statement_matrix(table: pd.DataFrame, minimum: int, counted: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """0/1 float32 [n, a] of subclass, form and rhythm statements, and their names.

    A statement is taken when at least `minimum` of the `counted` rows (bool [n], the training part) carry it.
    """
    columns: dict[str, np.ndarray] = {}
    for kind in ("subclass", "form", "rhythm"):
        words = [set(str(cell).split()) if isinstance(cell, str) else set() for cell in table[kind]]
        for word in sorted(set().union(*words)):
            column = np.array([word in row for row in words], dtype=np.float32)
            if column[counted].sum() >= minimum:
                columns[f"{kind}:{word}"] = column
    if not columns:
        return np.zeros((len(table), 0), dtype=np.float32), ()
    return np.stack(list(columns.values()), axis=1), tuple(columns)


def fold_rows(table: pd.DataFrame, *parts: Iterable[int]) -> tuple[np.ndarray, ...]:
    """One boolean row mask per set of folds. Raises ValueError when a fold or a patient would lie in two of them."""
    masks = tuple(table["strat_fold"].isin(list(folds)).to_numpy() for folds in parts)
    if np.sum(masks, axis=0).max(initial=0) > 1:
        raise ValueError("a fold was given to two parts of the split")
    patients = [set(table.loc[mask, "patient_id"]) for mask in masks]
    for first in range(len(patients)):
        for second in range(first + 1, len(patients)):
            crossing = patients[first] & patients[second]
            if crossing:
                raise ValueError(f"{len(crossing)} patients lie on both sides of the split")
    return masks


def load(folder: Path, auxiliary_minimum: int) -> Dataset:
    """All labelled recordings of `folder` (with labels.csv, records.csv, records100/), prepared.

    Auxiliary statements are those that at least `auxiliary_minimum` recordings carry: which they are tells nothing of a label.
    """
    table = read_table(folder)
    ecg = np.empty((len(table), 12, 1000), dtype=np.float32)
    for row, name in enumerate(table["record"]):
        record = read_record(folder / "records100" / f"{name}.hea")
        ecg[row] = prepare(record.leads, record.sample_rate_hz, record.samples_mv)
    auxiliary, names = statement_matrix(table, auxiliary_minimum, np.ones(len(table), dtype=bool))
    return Dataset(table, ecg, table[list(CLASSES)].to_numpy(dtype=np.float32), auxiliary, names)
