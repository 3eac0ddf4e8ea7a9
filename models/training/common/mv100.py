"""The input preparation `mv100-meanfree-v1`, as app/models repeats it in TypeScript. README.md says it in words."""

from __future__ import annotations

from typing import Sequence

import numpy as np

NAME = "mv100-meanfree-v1"
LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
SAMPLE_RATE_HZ = 100
LENGTH_SAMPLES = 1000
CLIP_MV = 5.0
LEAST_DURATION_S = 5
"""A shorter recording is not judged: the models saw whole windows, and features of fewer beats say little."""


def prepare(leads: Sequence[str], sample_rate_hz: float, samples_mv: np.ndarray) -> np.ndarray:
    """float32 [12, 1000] from samples_mv [leads, samples] at 100 Hz, missing = NaN.

    Raises ValueError for another rate (resampling is the caller's) or a missing lead.
    """
    if sample_rate_hz != SAMPLE_RATE_HZ:
        raise ValueError(f"{sample_rate_hz:g} Hz given, {SAMPLE_RATE_HZ} Hz needed")
    by_name = {name.upper(): index for index, name in enumerate(leads)}
    absent = [name for name in LEADS if name.upper() not in by_name]
    if absent:
        raise ValueError(f"leads missing: {', '.join(absent)}")
    prepared = np.zeros((len(LEADS), LENGTH_SAMPLES), dtype=np.float32)
    for row, name in enumerate(LEADS):
        lead = samples_mv[by_name[name.upper()], :LENGTH_SAMPLES].astype(np.float64)
        present = np.isfinite(lead)
        if not present.any():
            continue
        meanfree = np.where(present, lead - lead[present].mean(), 0.0)
        prepared[row, : lead.size] = np.clip(meanfree, -CLIP_MV, CLIP_MV)
    return prepared
