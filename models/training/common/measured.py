"""Features that the core measures: made by Node with the same code that runs in the workstation."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Sequence

import numpy as np
import pandas as pd

SET = "measured100-v1"
ROOT = Path(__file__).parents[3]


def measure(records: Path, out: Path) -> None:
    """Writes one line a record of the folder; about 50 ms each."""
    node = ROOT / "node_modules" / ".bin" / "node"
    script = ROOT / "models" / "training" / "measure.ts"
    subprocess.run([node, script, "--records", records, "--out", out, "--set", SET], check=True)


def read_measured(path: Path, records: Sequence[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """float64 [records, features] with NaN where nothing was measured, and the features' names.

    Raises ValueError when a record is not there.
    """
    table = pd.read_csv(path, dtype={"record": str})
    table.index = [name.split("/")[-1] for name in table.pop("record")]
    absent = [name for name in records if name not in table.index]
    if absent:
        raise ValueError(f"{path.name} lacks {len(absent)} records, first {absent[0]}")
    values = table.loc[list(records)].to_numpy(dtype=np.float64)
    return np.where(np.isfinite(values), values, np.nan), tuple(table.columns)
