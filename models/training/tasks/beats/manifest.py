"""The folder of a beat model: model.onnx, model.json, parity.json, curve."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import numpy as np
from onnx import ModelProto

from ...common.pictures import learning_curves
from ...common.settings import write_json
from .graph import write_model
from .inputs import CLASSES, Beats

VERSION = "1.1.0"
TOLERANCE = {32: 1e-4, 8: 0.2}
"""Largest difference of a logit on the made-up beats from the same model in 32 bits and in Python; in 8 bits about twice what was measured (.09)."""

MINUTES = 5
"""CPU minutes of cross-validation and final training of one view, measured; the inputs take 8 more."""
DATA = "MIT-BIH Arrhythmia Database 1.0.0, noise of the MIT-BIH Noise Stress Test Database 1.0.0, made-up hearts of app/synth"
LICENCE = "Open Data Commons Attribution License v1.0"
CITATION = (
    "Moody GB, Mark RG. The impact of the MIT-BIH Arrhythmia Database. IEEE Eng in Med and Biol 2001;20(3):45-50. "
    "Moody GB, Muldrow WE, Mark RG. A noise stress test for arrhythmia detectors. Computers in Cardiology 1984;11:381-384. "
    "Goldberger A et al. PhysioBank, PhysioToolkit, and PhysioNet. Circulation 2000;101(23):e215-e220."
)
SPLIT = (
    "DS1 of de Chazal et al. 2004 without 201 (same patient as 202 of DS2): 21 records, cross-validated in four folds of whole "
    "records (models/training/splits/beats.csv); DS2 (22 records) is the test; 102, 104, 107, 217 (paced) are left out"
)
TITLES = {
    "beats-diagnostic": "Beat classes from the whole recording",
    "beats-causal": "Beat classes without a look ahead, 600 ms after each beat",
    "beats-causal-int8": "Beat classes without a look ahead, 8-bit weights and activations",
}


def parity_vectors(beats: Beats) -> tuple[np.ndarray, np.ndarray]:
    """Made-up beats, none of a patient: windows float32 [8, 2, 108] of bumps, features float32 [8, f] near the middle of those seen."""
    rng = np.random.default_rng(7)
    t = np.arange(beats.windows.shape[2]) / 120 - 0.4
    windows = np.zeros((8, *beats.windows.shape[1:]), np.float32)
    for row in windows:
        for centre, width, height in ((-0.16, 0.03, 0.15), (0, rng.uniform(0.01, 0.05), rng.uniform(-1, 1)), (0.26, 0.06, 0.3)):
            bump = height * np.exp(-0.5 * ((t - centre) / width) ** 2)
            row += np.stack([bump, bump * rng.uniform(0, 0.5)]).astype(np.float32)
    middle, spread = np.median(beats.features, axis=0), beats.features.std(axis=0)
    features = middle + spread * rng.normal(size=(8, beats.features.shape[1]))
    return np.round(windows, 4), np.round(features, 4).astype(np.float32)


def write_folder(
    folder: Path,
    model: ModelProto,
    parity: Mapping[str, np.ndarray],
    about: Mapping[str, Any],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    sha256 = write_model(model, path)
    identity = folder.name
    write_json(
        folder / "model.json",
        {
            "schema": "einthoven.model/2",
            "id": identity,
            "version": VERSION,
            "title": TITLES[identity],
            "task": "beats",
            "file": path.name,
            "sha256": sha256,
            "bytes": path.stat().st_size,
            "parameters": int(about["parameters"]),
            "intendedUse": "Research: marks each beat of an ECG lead as normal (N), supraventricular (S), ventricular (V) or fusion (F) ectopic "
            "for a reader who looks at the tracing.",
            "notFor": [
                "diagnosis or alarms without a reader",
                "paced rhythm (the product gives Q to paced beats by rule)",
                "telling supraventricular beats apart in atrial fibrillation or flutter",
                "fusion beats: too few of them were there to learn from",
                "children: the youngest patient of the data is 23",
            ],
            "minimumAgeYears": 18,
            "inputs": [
                {
                    "kind": "beatWindows",
                    "name": "windows",
                    "view": about["view"],
                    "channels": ["beat", "residual"],
                    "sampleRateHz": 120,
                    "lengthSamples": 108,
                },
                {"kind": "beatFeatures", "name": "features", "view": about["view"], "features": about["names"]},
            ],
            "output": {"logits": "logits", "activation": None, "contributions": None},
            "classes": list(CLASSES),
            "thresholds": None,
            "calibration": about["calibration"],
            "training": {
                "data": DATA,
                "licence": LICENCE,
                "citation": CITATION,
                "split": SPLIT,
                "recordings": 21,
                "command": "node models/training/tasks/beats/export.ts --data DIR --out INPUTS; python3 -m training beats --data INPUTS",
                "seed": about["settings"]["seeds"][0],
                "minutes": MINUTES,
            },
            "metrics": {"crossValidationDs1": about["validation"]},
        },
    )
    write_json(folder / "config.json", {**about["settings"], "view": about["view"], "bits": about["bits"]})
    write_json(
        folder / "parity.json",
        {
            "modelSha256": sha256,
            "classes": list(CLASSES),
            "tolerance": TOLERANCE[about["bits"]],
            **{name: np.round(np.asarray(values, np.float64), 6).ravel().tolist() for name, values in parity.items()},
        },
    )
    learning_curves({identity: about["course"]}, folder / "curve.png")
