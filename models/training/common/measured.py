"""What the core measures: made by Node with the same code that runs in the workstation."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np
import pandas as pd

SET = "measured100-v1"
ROOT = Path(__file__).parents[3]
VERDICT, SCORE = "quality.verdict", "quality.score"


@dataclass(frozen=True)
class Measured:
    """features float64 [records, features] with NaN where nothing was measured; verdict (words) and score (0-1) of the quality."""

    features: np.ndarray
    names: tuple[str, ...]
    verdict: np.ndarray
    score: np.ndarray


def measure(data: Path, paths: Sequence[str], out: Path) -> None:
    """Writes one line for each of the headers `paths` in `data`; about 80 ms each."""
    wanted = out.with_suffix(".list")
    wanted.write_text("".join(f"{path.removesuffix('.hea')}\n" for path in paths), encoding="utf-8")
    node = ROOT / "node_modules" / ".bin" / "node"
    script = ROOT / "models" / "training" / "measure.ts"
    beside = out.with_suffix(".part")
    subprocess.run([node, script, "--records", data, "--only", wanted, "--out", beside, "--set", SET], check=True)
    beside.replace(out)
    wanted.unlink()


def read_measured(path: Path, records: Sequence[str]) -> Measured:
    """Raises ValueError when a record or the quality is not there."""
    table = pd.read_csv(path, dtype={"record": str})
    if VERDICT not in table or SCORE not in table:
        raise ValueError(f"{path.name} says nothing of the quality: it was not written by this version of measure.ts")
    table.index = [name.split("/")[-1] for name in table.pop("record")]
    absent = [name for name in records if name not in table.index]
    if absent:
        raise ValueError(f"{path.name} lacks {len(absent)} records, first {absent[0]}")
    table = table.loc[list(records)]
    verdict, score = table.pop(VERDICT).to_numpy(str), table.pop(SCORE).to_numpy(np.float64)
    values = table.to_numpy(dtype=np.float64)
    return Measured(np.where(np.isfinite(values), values, np.nan), tuple(table.columns), verdict, score)


def take_measured(data: Path, table: pd.DataFrame, measured: Path | None, folder: Path) -> tuple[Measured, pd.DataFrame]:
    """What `measured` holds of the table's recordings, or what is measured now into `folder`; and the table with the quality."""
    if measured is None:
        measured = folder / "measured.csv"
        measure(data, list(table["path"]), measured)
    found = read_measured(measured, list(table["record"]))
    return found, table.assign(**{VERDICT: found.verdict, SCORE: found.score})
