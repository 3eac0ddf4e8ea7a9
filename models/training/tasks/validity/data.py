"""Real recordings of two sets with their part of the split: PTB-XL by official fold, CinC 2011 by recording."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

import numpy as np

from ...common.mv100 import SAMPLE_RATE_HZ, prepare
from ...common.ptbxl import load
from ...common.resample import resample
from ...common.splits import read_split, refuse_crossing, stratified_parts, write_split
from ...common.wfdb import read_record

SHARES = {"train": 0.5, "select": 0.25}
GOOD, BAD = "acceptable", "unacceptable"


@dataclass(frozen=True)
class Recordings:
    """ecg float32 [n, 12, 1000] mV; groups: patient, or the recording itself where patients are not known."""

    ids: np.ndarray
    groups: np.ndarray
    part: np.ndarray
    kind: np.ndarray
    ecg: np.ndarray

    def of(self, part: str, kind: str) -> np.ndarray:
        """Bool [n]."""
        return (self.part == part) & (self.kind == kind)


def read_ptbxl(folder: Path, split: Mapping[str, list[int]]) -> Recordings:
    """Labelled recordings of the split's folds, kind "ptbxl". Raises ValueError when a patient lies in two parts."""
    dataset = load(folder, 10**9)
    part_of = {fold: part for part, folds in split.items() for fold in folds}
    inside = dataset.table["strat_fold"].isin(list(part_of)).to_numpy()
    dataset = dataset.part(inside)
    parts = np.array([part_of[fold] for fold in dataset.table["strat_fold"]])
    groups = dataset.table["patient_id"].to_numpy().astype(str)
    refuse_crossing(list(groups), list(parts))
    ids = dataset.table["record"].to_numpy(str)
    return Recordings(ids, groups, parts, np.full(ids.size, "ptbxl"), dataset.ecg)


def cinc_kinds(folder: Path) -> dict[str, str]:
    """acceptable or unacceptable by recording."""
    return {
        name.strip(): kind
        for kind in (GOOD, BAD)
        for name in (folder / f"RECORDS-{kind}").read_text(encoding="utf-8").splitlines()
        if name.strip()
    }


def write_cinc_split(folder: Path, path: Path, seed: int) -> None:
    """Half of the acceptable recordings train, a quarter selects, a quarter tests; the unacceptable ones teach nothing."""
    kinds = cinc_kinds(folder)
    good = sorted(name for name, kind in kinds.items() if kind == GOOD)
    bad = sorted(name for name, kind in kinds.items() if kind == BAD)
    parts = stratified_parts(good, [GOOD] * len(good), SHARES, "test", seed)
    write_split(path, [*good, *bad], [*parts, *["test"] * len(bad)])


def read_cinc(folder: Path, split: Path) -> Recordings:
    """Every recording of the split, prepared at 100 Hz; kind acceptable or unacceptable."""
    kinds, parts = cinc_kinds(folder), read_split(split)
    names = sorted(parts)
    ecg = np.empty((len(names), 12, 1000), dtype=np.float32)
    for row, name in enumerate(names):
        record = read_record(folder / f"{name}.hea")
        leads = np.stack([resample(lead, record.sample_rate_hz, SAMPLE_RATE_HZ) for lead in record.samples_mv])
        ecg[row] = prepare(record.leads, SAMPLE_RATE_HZ, leads)
    ids = np.array(names)
    return Recordings(ids, ids, np.array([parts[n] for n in names]), np.array([kinds[n] for n in names]), ecg)


def joined(sets: list[Recordings]) -> Recordings:
    fields: dict[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in sets]) for name in ("ids", "groups", "part", "kind", "ecg")
    }
    return Recordings(**fields)
