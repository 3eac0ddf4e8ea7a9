"""The resampler of app/recording/resample.ts, step by step the same: a Kaiser-windowed sinc in polyphase form."""

from __future__ import annotations

from math import ceil, gcd

import numpy as np

ZERO_CROSSINGS = 32
KAISER_BETA = 6.76
CUTOFF = 0.93
MAX_PHASES = 1024


def bridge_gaps(samples: np.ndarray) -> np.ndarray:
    """float64 without gaps: straight lines across missing samples, ends held, zeros when nothing is there."""
    x = samples.astype(np.float64)
    present = np.isfinite(x)
    if present.all():
        return x
    if not present.any():
        return np.zeros_like(x)
    at = np.flatnonzero(present)
    return np.interp(np.arange(x.size), at, x[at])


def _phase_count(from_hz: float, to_hz: float) -> int | None:
    first, second = round(from_hz * 1000), round(to_hz * 1000)
    if abs(first - from_hz * 1000) > 1e-6 or abs(second - to_hz * 1000) > 1e-6:
        return None
    phases = second // gcd(first, second)
    return phases if phases <= MAX_PHASES else None


def _kernels(rows: int, half: int, scale: float) -> np.ndarray:
    """[rows, 2 * half]: weights of the inputs base - half + 1 ... base + half for an output at base + row / (rows - 1)."""
    distance = np.arange(2 * half)[None, :] - half + 1 - (np.arange(rows) / (rows - 1))[:, None]
    u = distance / half
    inside = np.abs(u) < 1
    window = np.where(inside, np.i0(KAISER_BETA * np.sqrt(np.where(inside, 1 - u * u, 0))) / np.i0(KAISER_BETA), 0.0)
    kernel = window * np.sinc(distance * scale)
    return kernel / kernel.sum(axis=1, keepdims=True)


def _reflect_ends(x: np.ndarray, pad: int) -> np.ndarray:
    """Odd reflection about both ends; holds the last mirrored value where the signal is shorter than the pad."""
    steps = np.arange(1, pad + 1)
    before = 2 * x[0] - x[np.minimum(steps, x.size - 1)]
    after = 2 * x[-1] - x[np.maximum(x.size - 1 - steps, 0)]
    return np.concatenate([before[::-1], x, after])


def resample(samples: np.ndarray, from_hz: float, to_hz: float) -> np.ndarray:
    """float32 [round(n * to_hz / from_hz)]; NaN where the nearest input is missing. Raises ValueError for rates that are none."""
    if not (from_hz > 0 and to_hz > 0 and np.isfinite([from_hz, to_hz]).all()):
        raise ValueError(f"cannot resample from {from_hz} Hz to {to_hz} Hz")
    if from_hz == to_hz:
        return samples.astype(np.float32)
    n = samples.size
    length = int(np.floor(n * to_hz / from_hz + 0.5))
    if n == 0:
        return np.zeros(length, dtype=np.float32)
    down = min(1.0, to_hz / from_hz)
    half = ceil(ZERO_CROSSINGS / down)
    exact = _phase_count(from_hz, to_hz)
    phases = MAX_PHASES if exact is None else exact
    kernels = _kernels(phases + 1, half, CUTOFF * down)
    padded = np.lib.stride_tricks.sliding_window_view(_reflect_ends(bridge_gaps(samples), half + 1), 2 * half)
    position = np.arange(length) * (from_hz / to_hz)
    base = np.floor(position + 1e-9).astype(int)
    phase = (position - base) * phases
    if exact is not None:
        phase = np.floor(phase + 0.5)
        base = base + (phase == phases)
        phase = np.where(phase == phases, 0, phase)
    phase = np.maximum(0, phase)
    whole = np.minimum(phases - 1, np.floor(phase)).astype(int)
    part = (phase - whole)[:, None]
    taken = padded[base + 2]
    if exact is not None:
        out = (
            taken @ kernels[0]
            if phases == 1
            else np.einsum("ij,ij->i", taken, kernels[whole])
        )
    else:
        out = np.einsum("ij,ij->i", taken, kernels[whole] + part * (kernels[whole + 1] - kernels[whole]))
    nearest = np.minimum(n - 1, np.floor(position + 0.5).astype(int))
    return np.where(np.isfinite(samples[nearest]), out, np.nan).astype(np.float32)
