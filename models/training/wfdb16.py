"""Reading WFDB records of signal format 16 (the format of PTB-XL), in numpy alone.

Format: https://physionet.org/physiotools/wag/header-5.htm and signal-5.htm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MISSING = -32768
"""The sample value that format 16 reserves for «no sample»."""

_GAIN = re.compile(r"^(?P<gain>[-+0-9.eE]+)(?:\((?P<baseline>-?\d+)\))?(?:/(?P<unit>\S+))?$")


@dataclass(frozen=True)
class Record:
    """samples_mv: float32 [leads, samples], missing = NaN; sample_rate_hz; lead names as in the header."""

    leads: tuple[str, ...]
    sample_rate_hz: float
    samples_mv: np.ndarray


def read_record(header_path: Path) -> Record:
    """Record of one `.hea` and its one format-16 `.dat`. Raises ValueError that names the file when it is anything else."""
    lines = [
        line
        for line in header_path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise ValueError(f"{header_path.name}: the header is empty")
    head = lines[0].split()
    if len(head) < 4:
        raise ValueError(f"{header_path.name}: the record line lacks number of signals, rate or length")
    signals, rate_hz, length = int(head[1]), float(head[2].split("/")[0]), int(head[3])
    if len(lines) < 1 + signals:
        raise ValueError(f"{header_path.name}: {signals} signals announced, {len(lines) - 1} described")
    names: list[str] = []
    gains: list[float] = []
    baselines: list[int] = []
    files: set[str] = set()
    for line in lines[1 : 1 + signals]:
        fields = line.split(maxsplit=8)
        match = _GAIN.match(fields[2]) if len(fields) == 9 else None
        if match is None or fields[1] != "16":
            raise ValueError(f"{header_path.name}: not a plain format-16 signal with a gain: {line!r}")
        if (match["unit"] or "mV") != "mV" or float(match["gain"]) == 0:
            raise ValueError(f"{header_path.name}: a gain in units per mV is needed: {line!r}")
        files.add(fields[0])
        gains.append(float(match["gain"]))
        baselines.append(int(match["baseline"]) if match["baseline"] is not None else int(fields[4]))
        names.append(fields[8].strip())
    if len(files) != 1:
        raise ValueError(f"{header_path.name}: signals lie in {len(files)} files, one is expected")
    raw = np.fromfile(header_path.parent / files.pop(), dtype="<i2")
    if raw.size != signals * length:
        raise ValueError(f"{header_path.name}: {raw.size} samples in the file, {signals * length} announced")
    raw = raw.reshape(length, signals).T.astype(np.float64)
    mv = (raw - np.asarray(baselines)[:, None]) / np.asarray(gains)[:, None]
    mv[raw == MISSING] = np.nan
    return Record(tuple(names), rate_hz, mv.astype(np.float32))
