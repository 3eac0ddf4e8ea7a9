"""Vectors of the preparation from formulae, and prepared real recordings, both to be compared with TypeScript's.

x(t) = offsetMv + sum over waves of amplitudeMv * exp(-0.5 * (((t mod periodS) - centreS) / widthS)^2)
     + sum over sines of amplitudeMv * sin(2 pi * frequencyHz * t + phaseRad),
t = 0, 1, ... lengthSamples - 1 over sampleRateHz, rounded to float32; missing [from, to) is NaN.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Mapping

import numpy as np

from ...common.wfdb import read_record
from .prepare import NAME, prepare

VECTORS = Path(__file__).parents[2] / "vectors" / f"{NAME}.json"


def _formula(name: str, rate_hz: float, samples: int, offset_mv: float, period_s: float, sines: list, missing: list) -> dict:
    shapes = ((0.16, 0.025, 0.12), (0.30, 0.012, 1.1), (0.33, 0.012, -0.25), (0.55, 0.05, 0.3))
    keys = ("centreS", "widthS", "amplitudeMv")
    return {
        "name": name,
        "sampleRateHz": rate_hz,
        "lengthSamples": samples,
        "offsetMv": offset_mv,
        "waves": [{"periodS": period_s, **dict(zip(keys, shape))} for shape in shapes],
        "sines": [dict(zip(("frequencyHz", "phaseRad", "amplitudeMv"), sine)) for sine in sines],
        "missing": [dict(zip(("from", "to"), gap)) for gap in missing],
    }


def formulae() -> list[dict[str, Any]]:
    wander, mains, fine = [0.21, 0.4, 0.6], [50.0, 1.0, 0.1], [17.3, 0.2, 0.04]
    return [
        _formula("9 s at 300 Hz", 300, 2713, 0.0, 0.8, [fine], []),
        _formula("12 s at 300 Hz with offset, wander and mains", 300, 3600, -0.7, 0.93, [wander, mains], []),
        _formula("gaps at the start, inside and at the end, 500 Hz", 500, 4500, 0.3, 0.71, [wander], [[0, 77], [1500, 1900], [4300, 4500]]),
        _formula("100 Hz, not resampled", 100, 1000, 0.1, 1.1, [wander, fine], []),
        _formula("257.5 Hz", 257.5, 2000, 0.0, 0.6, [fine], []),
        _formula("333.33 Hz, an interpolated ratio", 333.33, 2500, 0.0, 0.85, [wander], [[600, 640]]),
        _formula("50 Hz, upwards", 50, 500, 0.0, 0.9, [wander], []),
        _formula("shorter than the filter's edge", 300, 90, 1.0, 0.8, [], []),
    ]


def signal(formula: Mapping[str, Any]) -> np.ndarray:
    """float32 [lengthSamples] mV."""
    t = np.arange(formula["lengthSamples"]) / formula["sampleRateHz"]
    x = np.full(t.size, float(formula["offsetMv"]))
    for wave in formula["waves"]:
        x += wave["amplitudeMv"] * np.exp(-0.5 * ((np.fmod(t, wave["periodS"]) - wave["centreS"]) / wave["widthS"]) ** 2)
    for sine in formula["sines"]:
        x += sine["amplitudeMv"] * np.sin(2 * np.pi * sine["frequencyHz"] * t + sine["phaseRad"])
    for gap in formula["missing"]:
        x[gap["from"] : gap["to"]] = np.nan
    return x.astype(np.float32)


def write_vectors(path: Path = VECTORS) -> None:
    rows = [
        {"input": f, "prepared": [float(f"{v:.6g}") for v in prepare(signal(f), f["sampleRateHz"])]} for f in formulae()
    ]
    content = {"preparation": NAME, "tolerance": 1e-4, "vectors": rows}
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
