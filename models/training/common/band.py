"""The band limit of app/signal/diagnosticBand.ts: Butterworth of order 2 forwards and backwards, -3 dB at the cut-offs."""

from __future__ import annotations

import math

import numpy as np
from scipy.signal import sosfilt

from .resample import bridge_gaps

_SHIFT = (math.sqrt(2) - 1) ** 0.25


def _section(kind: str, cutoff_hz: float, rate_hz: float) -> np.ndarray:
    """One second-order section [b0, b1, b2, 1, a1, a2] that is -3 dB at the cut-off after two passes."""
    warped = math.tan(math.pi * cutoff_hz / rate_hz)
    w = warped / _SHIFT if kind == "low-pass" else warped * _SHIFT
    damping = math.sqrt(2)
    norm = 1 / (1 + damping * w + w * w)
    gain = w * w * norm if kind == "low-pass" else norm
    middle = 2 * gain if kind == "low-pass" else -2 * gain
    return np.array([gain, middle, gain, 1.0, 2 * (w * w - 1) * norm, (1 - damping * w + w * w) * norm])


def _run(x: np.ndarray, section: np.ndarray) -> np.ndarray:
    """One pass, started in the steady state of the first value."""
    b0, b1, b2, _, a1, a2 = section
    steady = x[0] * (b0 + b1 + b2) / (1 + a1 + a2)
    second = b2 * x[0] - a2 * steady
    first = b1 * x[0] - a1 * steady + second
    return sosfilt(section[None, :], x, zi=np.array([[first, second]]))[0]


def limit_band(samples: np.ndarray, rate_hz: float, high_pass_hz: float, low_pass_hz: float) -> np.ndarray:
    """float32; missing samples are bridged for the filter and stay missing. A low-pass above 0.45 x rate is left out."""
    if samples.size == 0:
        return samples.astype(np.float32)
    sections = [_section("high-pass", high_pass_hz, rate_hz)]
    if low_pass_hz <= 0.45 * rate_hz:
        sections.append(_section("low-pass", low_pass_hz, rate_hz))
    x = bridge_gaps(samples)
    pad = min(int(np.floor(max(0.1, 1 / high_pass_hz) * rate_hz + 0.5)), x.size - 1)
    before = 2 * x[0] - x[1 : pad + 1][::-1]
    after = 2 * x[-1] - x[x.size - 1 - pad : x.size - 1][::-1]
    y = np.concatenate([before, x, after])
    for section in sections:
        y = _run(y, section)
    y = y[::-1]
    for section in sections:
        y = _run(y, section)
    y = y[::-1][pad : pad + x.size]
    return np.where(np.isfinite(samples), y, np.nan).astype(np.float32)
