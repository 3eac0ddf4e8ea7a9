"""PTB-XL, whole in its official layout or as a part with `labels.csv`: labels, statements, and the split by official fold."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from .mv100 import prepare
from .wfdb import read_record

CLASSES = ("NORM", "MI", "STTC", "CD", "HYP")
"""In the order of `superclasses` in app/analysis/schema.ts."""


KINDS = ("subclass", "form", "rhythm")
"""Of statements beside the superclasses."""

OFFICIAL = ("ptbxl_database.csv", "scp_statements.csv")
PART = ("labels.csv", "records.csv")

CITATION = (
    "Wagner P, Strodthoff N, Bousseljot RD, Kreiseler D, Lunze FI, Samek W, Schaeffter T. PTB-XL, a large "
    "publicly available electrocardiography dataset. Scientific Data 7, 154 (2020). doi:10.1038/s41597-020-0495-6"
)


def ids(table: pd.DataFrame) -> str:
    """The first and last recording's number."""
    return f"{table['ecg_id'].min()}-{table['ecg_id'].max()}"


def source(table: pd.DataFrame) -> dict[str, str]:
    """What model.json says of the training data."""
    return {
        "data": f"PTB-XL 1.0.3, 100 Hz, records with a superclass label of the folder given (ids {ids(table)} here)",
        "licence": "CC BY 4.0",
        "citation": CITATION,
    }


def judged_set(table: pd.DataFrame, folds: Iterable[int]) -> str:
    """What figures say of the set that they stand for."""
    named = sorted(folds)
    return (
        f"PTB-XL 1.0.3, records {ids(table)}, folds {named[0]}-{named[-1]}, each predicted by members that never saw its patients"
    )


@dataclass(frozen=True)
class Dataset:
    """One row per labelled recording. ecg float32 [n, 12, 1000] mV; labels float32 [n, classes]; auxiliary float32 [n, a]."""

    table: pd.DataFrame
    ecg: np.ndarray
    labels: np.ndarray
    auxiliary: np.ndarray
    auxiliary_names: tuple[str, ...]
    classes: tuple[str, ...] = CLASSES

    def part(self, rows: np.ndarray) -> "Dataset":
        return Dataset(
            self.table[rows].reset_index(drop=True),
            self.ecg[rows],
            self.labels[rows],
            self.auxiliary[rows],
            self.auxiliary_names,
            self.classes,
        )


def read_table(folder: Path) -> pd.DataFrame:
    """The labelled recordings with their statements and the `path` of their header, sorted by record.

    Raises FileNotFoundError when the folder has neither layout, ValueError when the part's two tables disagree.
    """
    if all((folder / name).is_file() for name in PART):
        table = _read_part(folder)
    elif all((folder / name).is_file() for name in OFFICIAL):
        table = _read_official(folder)
    else:
        raise FileNotFoundError(f"{folder} has neither {' and '.join(OFFICIAL)} nor {' and '.join(PART)}")
    return table.sort_values("record", ignore_index=True)


def _read_part(folder: Path) -> pd.DataFrame:
    labels = pd.read_csv(folder / "labels.csv")
    labels["ecg_id"] = labels["record"].str.slice(0, 5).astype(int)
    records = pd.read_csv(folder / "records.csv")
    columns = ["ecg_id", "patient_id", "strat_fold", "age", "sex", "pacemaker", *KINDS]
    table = labels.merge(records[columns], on="ecg_id", how="left", suffixes=("", "_records"), validate="one_to_one")
    for column in ("patient_id", "strat_fold"):
        if not (table[column] == table[f"{column}_records"]).all():
            raise ValueError(f"labels.csv and records.csv disagree on {column}")
    return table.assign(path="records100/" + table["record"] + ".hea")


def _read_official(folder: Path) -> pd.DataFrame:
    """A statement counts whatever its likelihood, as in the set's own example; ages over 89, written 300, are not known."""
    database = pd.read_csv(folder / "ptbxl_database.csv", low_memory=False)
    known = pd.read_csv(folder / "scp_statements.csv", index_col=0)
    table = database[["ecg_id", "strat_fold", "sex"]].copy()
    table["patient_id"] = database["patient_id"].astype(int)
    table["age"] = database["age"].where(database["age"] < 150)
    table["pacemaker"] = database["pacemaker"]
    table["path"] = database["filename_lr"] + ".hea"
    table["record"] = database["filename_lr"].str.split("/").str[-1]
    codes = database["scp_codes"].map(_codes)
    superclasses = _named(known[known["diagnostic"] == 1]["diagnostic_class"])
    for name in CLASSES:
        table[name] = [int(name in {superclasses.get(code) for code in row}) for row in codes]
    words: dict[str, Mapping[str, str]] = {
        "subclass": _named(known[known["diagnostic"] == 1]["diagnostic_subclass"]),
        "form": {code: code for code in known.index[known["form"] == 1]},
        "rhythm": {code: code for code in known.index[known["rhythm"] == 1]},
    }
    for kind, word_of in words.items():
        table[kind] = [" ".join(sorted({word_of[code] for code in row if code in word_of})) for row in codes]
    return table[table[list(CLASSES)].any(axis=1)]


def _named(column: pd.Series) -> dict[str, str]:
    return {str(code): str(name) for code, name in column.dropna().items()}


def _codes(cell: Any) -> list[str]:
    """Statements of a cell like "{'NORM': 100.0, 'SR': 0.0}"."""
    read = ast.literal_eval(str(cell))
    if not isinstance(read, dict):
        raise ValueError(f"ptbxl_database.csv: not a dictionary of statements: {cell!r}")
    return [str(code) for code in read]


def statement_matrix(table: pd.DataFrame, minimum: int, counted: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """0/1 float32 [n, a] of subclass, form and rhythm statements, and their names.

    A statement is taken when at least `minimum` of the `counted` rows (bool [n], the training part) carry it.
    """
    columns: dict[str, np.ndarray] = {}
    for kind in KINDS:
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


def supported(labels: np.ndarray, parts: Sequence[np.ndarray]) -> np.ndarray:
    """bool [classes]: whether every one of `parts` (bool [n], the rows that something is fitted on) has the class and has rows without it."""
    return np.all([(labels[rows] > 0).any(axis=0) & (labels[rows] == 0).any(axis=0) for rows in parts], axis=0)


def with_support(dataset: Dataset, parts: Sequence[np.ndarray]) -> tuple[Dataset, tuple[str, ...]]:
    """The dataset without the classes that nothing can be learned of, and their names. Raises ValueError when none is left.

    A recording of such a class alone stays: it has none of the others.
    """
    kept = supported(dataset.labels, parts)
    if not kept.any():
        raise ValueError("no class has recordings with it and without it in every part of the training")
    named = [(name, bool(there)) for name, there in zip(dataset.classes, kept)]
    left_out = tuple(name for name, there in named if not there)
    classes = tuple(name for name, there in named if there)
    return replace(dataset, labels=dataset.labels[:, kept], classes=classes), left_out


def load(folder: Path, auxiliary_minimum: int, folds: Iterable[int] | None = None) -> Dataset:
    """The labelled recordings of `folder`, prepared; of `folds` alone where they are given, and no file of another is opened.

    Auxiliary statements are those that at least `auxiliary_minimum` recordings carry: which they are tells nothing of a label.
    """
    table = read_table(folder)
    if folds is not None:
        table = table[table["strat_fold"].isin(list(folds))].reset_index(drop=True)
    ecg = np.empty((len(table), 12, 1000), dtype=np.float32)
    for row, path in enumerate(table["path"]):
        record = read_record(folder / path)
        ecg[row] = prepare(record.leads, record.sample_rate_hz, record.samples_mv)
    auxiliary, names = statement_matrix(table, auxiliary_minimum, np.ones(len(table), dtype=bool))
    return Dataset(table, ecg, table[list(CLASSES)].to_numpy(dtype=np.float32), auxiliary, names)
