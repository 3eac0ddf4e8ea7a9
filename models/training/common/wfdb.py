"""Reading WFDB records of signal formats 16 (PTB-XL, CinC 2017) and 212 (MIT-BIH), in numpy alone.

Initial values and checksums of the headers are not looked at: hundreds of CinC 2017's are placeholders.

Format: https://physionet.org/physiotools/wag/header-5.htm and signal-5.htm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MISSING = {"16": -32768, "212": -2048}
"""The sample value that each format reserves for «no sample»."""

DEFAULT_GAIN = 200.0
"""Units per mV where the header says 0."""

_FORMAT = re.compile(r"^(?P<code>16|212)(?:\+(?P<offset>\d+))?$")
_GAIN = re.compile(r"^(?P<gain>[-+0-9.eE]+)(?:\((?P<baseline>-?\d+)\))?(?:/(?P<unit>\S+))?$")


@dataclass(frozen=True)
class Record:
    """samples_mv: float32 [leads, samples], missing = NaN; sample_rate_hz; lead names as in the header."""

    leads: tuple[str, ...]
    sample_rate_hz: float
    samples_mv: np.ndarray


def read_record(header_path: Path) -> Record:
    """Record of one `.hea` and its one file of samples. Raises ValueError that names the file when it is anything else."""
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
    sources: set[tuple[str, str, int]] = set()
    for line in lines[1 : 1 + signals]:
        fields = line.split(maxsplit=8)
        layout = _FORMAT.match(fields[1]) if len(fields) == 9 else None
        match = _GAIN.match(fields[2]) if len(fields) == 9 else None
        if match is None or layout is None:
            raise ValueError(f"{header_path.name}: not a plain format-16 or 212 signal with a gain: {line!r}")
        if (match["unit"] or "mV") != "mV":
            raise ValueError(f"{header_path.name}: a gain in units per mV is needed: {line!r}")
        sources.add((fields[0], layout["code"], int(layout["offset"] or 0)))
        gains.append(float(match["gain"]) or DEFAULT_GAIN)
        baselines.append(int(match["baseline"]) if match["baseline"] is not None else int(fields[4]))
        names.append(fields[8].strip())
    if len(sources) != 1:
        raise ValueError(f"{header_path.name}: signals lie in {len(sources)} files, one is expected")
    name, code, offset = sources.pop()
    stored = (header_path.parent / name).read_bytes()[offset:]
    raw = np.frombuffer(stored[: len(stored) // 2 * 2], dtype="<i2") if code == "16" else _unpack212(stored)
    if raw.size != signals * length:
        raise ValueError(f"{header_path.name}: {raw.size} samples in the file, {signals * length} announced")
    raw = raw.reshape(length, signals).T.astype(np.float64)
    mv = (raw - np.asarray(baselines)[:, None]) / np.asarray(gains)[:, None]
    mv[raw == MISSING[code]] = np.nan
    return Record(tuple(names), rate_hz, mv.astype(np.float32))


def _unpack212(stored: bytes) -> np.ndarray:
    """int16 [2 * bytes // 3]: two samples of 12 bits in three bytes."""
    triples = np.frombuffer(stored[: len(stored) // 3 * 3], dtype=np.uint8).reshape(-1, 3).astype(np.int16)
    pairs = np.stack([triples[:, 0] | (triples[:, 1] & 0x0F) << 8, triples[:, 2] | (triples[:, 1] & 0xF0) << 4], axis=1)
    return np.where(pairs > 2047, pairs - 4096, pairs).astype(np.int16).reshape(-1)
