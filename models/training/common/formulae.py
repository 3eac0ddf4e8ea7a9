"""Test vectors made from formulae, so that no patient's signal is needed to compare runtimes.

x[lead, t] = sum over waves of amplitudeMv[lead] * exp(-0.5 * ((u - centreS) / widthS)^2)
           + sum over sines of amplitudeMv[lead] * sin(2 pi * frequencyHz * t / 100 + phaseRad),
with u = (t mod periodSamples) / 100 and t = 0, 1, ... in samples at 100 Hz; rounded to float32 at the end.
"""

from __future__ import annotations

import math
from typing import Any, Mapping

import numpy as np

from .mv100 import LEADS, prepare

FORMULA = (
    "x[lead][t] = sum(waves: amplitudeMv[lead] * exp(-0.5 * ((u - centreS) / widthS)^2)) + "
    "sum(sines: amplitudeMv[lead] * sin(2 * pi * frequencyHz * t / 100 + phaseRad)), "
    "u = (t mod periodSamples) / 100, t = 0 .. lengthSamples - 1, rounded to float32"
)

_R = [0.8, 1.1, 0.3, -0.95, 0.25, 0.7, 0.2, 0.5, 0.9, 1.3, 1.2, 0.9]
_S = [-0.1, -0.2, -0.1, 0.15, 0.0, -0.15, -0.9, -1.2, -0.8, -0.4, -0.2, -0.1]
_T = [0.2, 0.3, 0.1, -0.25, 0.05, 0.2, -0.05, 0.3, 0.4, 0.4, 0.3, 0.25]
_P = [0.08, 0.12, 0.04, -0.1, 0.02, 0.08, 0.05, 0.06, 0.06, 0.06, 0.05, 0.05]


def _wave(centre_s: float, width_s: float, amplitudes: list[float]) -> dict[str, Any]:
    return {"centreS": centre_s, "widthS": width_s, "amplitudeMv": [round(a, 4) for a in amplitudes]}


def _sine(frequency_hz: float, phase_rad: float, amplitudes: list[float]) -> dict[str, Any]:
    return {"frequencyHz": frequency_hz, "phaseRad": phase_rad, "amplitudeMv": [round(a, 4) for a in amplitudes]}


def formulae() -> list[dict[str, Any]]:
    """The inputs' descriptions: a heart-like one, a wide and low one, pure sines, and nothing at all."""
    heart = [_wave(0.2, 0.022, _P), _wave(0.36, 0.012, _R), _wave(0.395, 0.014, _S), _wave(0.62, 0.05, _T)]
    wide = [
        _wave(0.3, 0.035, [0.7 * r for r in _R]),
        _wave(0.38, 0.04, [1.2 * s for s in _S]),
        _wave(0.66, 0.06, [-1.3 * t for t in _T]),
    ]
    slow = _sine(0.33, 0.4, [0.05 * (1 + lead % 3) for lead in range(12)])
    rows = [
        {"name": "heart-like, 75 a minute", "periodSamples": 80, "waves": heart, "sines": []},
        {"name": "wide, inverted T, wander, 60 a minute", "periodSamples": 100, "waves": wide, "sines": [slow]},
        {
            "name": "sines",
            "periodSamples": 1000,
            "waves": [],
            "sines": [
                _sine(1.25, 0.0, [0.5 * math.cos(0.5 * lead) for lead in range(12)]),
                _sine(7.5, 1.0, [0.2 * math.sin(1 + 0.7 * lead) for lead in range(12)]),
                _sine(21.0, 2.0, [0.05 for _ in range(12)]),
            ],
        },
        {"name": "zero", "periodSamples": 1000, "waves": [], "sines": []},
    ]
    return [{**row, "lengthSamples": 1000} for row in rows]


def signal(formula: Mapping[str, Any]) -> np.ndarray:
    """float32 [12, lengthSamples] mV of one description."""
    t = np.arange(formula["lengthSamples"])
    u = (t % formula["periodSamples"]) / 100
    x = np.zeros((len(LEADS), t.size))
    for wave in formula["waves"]:
        shape = np.exp(-0.5 * ((u - wave["centreS"]) / wave["widthS"]) ** 2)
        x += np.asarray(wave["amplitudeMv"])[:, None] * shape
    for sine in formula["sines"]:
        shape = np.sin(2 * math.pi * sine["frequencyHz"] * t / 100 + sine["phaseRad"])
        x += np.asarray(sine["amplitudeMv"])[:, None] * shape
    return x.astype(np.float32)


def numbers(values: np.ndarray) -> list[Any]:
    """Nested lists of seven digits."""
    return [numbers(v) if v.ndim else float(f"{float(v):.7g}") for v in values]


def preparation_check() -> dict[str, Any]:
    """A short recording with an offset, gaps, an excess and an empty lead, and what the preparation makes of it."""
    formula = {**formulae()[0], "name": "short, offset, gaps, clipped, one empty lead", "lengthSamples": 930}
    offsets = [round(0.1 * lead - 0.4, 4) for lead in range(12)]
    missing = [
        {"lead": "II", "from": 100, "to": 150},
        {"lead": "V1", "from": 0, "to": 10},
        {"lead": "V6", "from": 0, "to": 930},
    ]
    scale = {"lead": "V4", "factor": 8}
    samples = signal(formula).astype(np.float64)
    samples[LEADS.index(scale["lead"])] *= scale["factor"]
    samples += np.asarray(offsets)[:, None]
    samples = samples.astype(np.float32)
    for gap in missing:
        samples[LEADS.index(gap["lead"]), gap["from"] : gap["to"]] = np.nan
    prepared = prepare(LEADS, 100, samples)
    columns = [0, 5, 36, 39, 100, 149, 150, 500, 929, 930, 999]
    return {
        "input": {
            **formula,
            "then": "scaled lead multiplied, offsetsMv[lead] added, rounded to float32, missing [from, to) set to NaN",
            "scaled": scale,
            "offsetsMv": offsets,
            "missing": missing,
        },
        "expected": {
            "sums": numbers(prepared.astype(np.float64).sum(axis=1)),
            "sumsOfSquares": numbers((prepared.astype(np.float64) ** 2).sum(axis=1)),
            "columns": columns,
            "values": numbers(prepared[:, columns]),
        },
    }


def feature_row(medians: np.ndarray, number: int) -> np.ndarray:
    """float32 [features] around the training medians; every seventh is missing."""
    place = np.arange(medians.size)
    row = medians * (1 + 0.6 * np.sin(1 + number + 0.7 * place)) + 0.1 * np.cos(number + 1.3 * place)
    row[place % 7 == number % 7] = np.nan
    return row.astype(np.float32)
