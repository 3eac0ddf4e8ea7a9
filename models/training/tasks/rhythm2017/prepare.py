"""The input preparation `lead100-band-v1`, as app/models/lead100Band.ts repeats it. README.md says it in words."""

from __future__ import annotations

import math

import numpy as np

from ...common.band import limit_band
from ...common.resample import resample

NAME = "lead100-band-v1"
SAMPLE_RATE_HZ = 100
WINDOW_SAMPLES = 3000
STEP_SAMPLES = 1500
BAND_HZ = (0.5, 45.0)
SCALE_QUANTILE = 0.95
LEAST_SCALE_MV = 0.005
LIMIT = 10.0


def prepare(samples_mv: np.ndarray, sample_rate_hz: float) -> np.ndarray:
    """float32 [samples at 100 Hz] without unit, from one lead in mV, missing = NaN."""
    x = limit_band(resample(samples_mv, sample_rate_hz, SAMPLE_RATE_HZ), SAMPLE_RATE_HZ, *BAND_HZ).astype(np.float64)
    sizes = np.sort(np.abs(x[np.isfinite(x)]))
    scale = sizes[math.floor(SCALE_QUANTILE * (sizes.size - 1))] if sizes.size else 0.0
    if scale < LEAST_SCALE_MV:
        return np.zeros(x.size, dtype=np.float32)
    return np.where(np.isfinite(x), np.clip(x / scale, -LIMIT, LIMIT), 0.0).astype(np.float32)


def window_starts(samples: int) -> list[int]:
    """Where the windows of a prepared recording begin: evenly spaced, at most STEP_SAMPLES apart, the last at the end."""
    beyond = samples - WINDOW_SAMPLES
    if beyond <= 0:
        return [0]
    steps = math.ceil(beyond / STEP_SAMPLES)
    return [math.floor(k * beyond / steps + 0.5) for k in range(steps + 1)]


def windows(prepared: np.ndarray) -> np.ndarray:
    """float32 [windows, 1, WINDOW_SAMPLES]; a shorter recording is filled with 0 at the end."""
    out = np.zeros((len(window_starts(prepared.size)), 1, WINDOW_SAMPLES), dtype=np.float32)
    for row, start in enumerate(window_starts(prepared.size)):
        piece = prepared[start : start + WINDOW_SAMPLES]
        out[row, 0, : piece.size] = piece
    return out
