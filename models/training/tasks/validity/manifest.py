"""model.json of the validity model, as app/models/manifest.ts defines it."""

from __future__ import annotations

from typing import Any, Mapping

from ...common.mv100 import LEADS, LENGTH_SAMPLES, NAME, SAMPLE_RATE_HZ

INPUT, OUTPUT = "ecg", "score"
CLASSES = ("NOT ECG",)
COMMAND = "python3 -m training validity --data PTBXL --cinc2011 CINC2011"

WHAT = {
    "autoencoder": "the reconstruction error of an autoencoder as a share of the signal's power (logarithm)",
    "distance": "the whitened distance of features of the signal from those of real ECGs (logarithm)",
    "both": "the whitened distance of features of the signal, and of an autoencoder's reconstruction error lead by lead, from "
    "those of real ECGs (logarithm)",
}


def manifest(
    settings: Mapping[str, Any],
    model: Mapping[str, Any],
    line: tuple[float, float],
    threshold: float,
    figures: Mapping[str, Any],
    recordings: int,
    minutes: float,
) -> dict[str, Any]:
    return {
        "schema": "einthoven.model/2",
        "id": settings["id"],
        "version": settings["version"],
        "title": "How unlike real 12-lead ECGs a recording is",
        "task": "validity",
        "file": "model.onnx",
        "sha256": model["sha256"],
        "bytes": model["bytes"],
        "parameters": model["parameters"],
        "intendedUse": (
            "Research: a caution that a recording may be no ECG, or not what its leads and units say, before classifiers answer. "
            f"The score is {WHAT[model['kind']]}."
        ),
        "notFor": [
            "judging signal quality or any finding",
            "recordings that lack one of the twelve standard leads",
            "sampling below 100 Hz",
            "proof that a recording is genuine or belongs to a person",
        ],
        "minimumAgeYears": None,
        "inputs": [
            {
                "kind": "signal",
                "name": INPUT,
                "leads": list(LEADS),
                "sampleRateHz": SAMPLE_RATE_HZ,
                "lengthSamples": LENGTH_SAMPLES,
                "unit": "mV",
                "preparation": NAME,
                "leastDurationS": 0.99 * LENGTH_SAMPLES / SAMPLE_RATE_HZ,
            }
        ],
        "output": {"logits": OUTPUT, "activation": None, "contributions": None},
        "classes": list(CLASSES),
        "thresholds": [threshold],
        "calibration": {"method": "platt", "slope": [line[0]], "intercept": [line[1]]},
        "training": {
            "data": "PTB-XL 1.0.3, 100 Hz (ids 1-1999), and the acceptable recordings of CinC 2011's training part",
            "licence": "PTB-XL CC BY 4.0; CinC 2011 ODC-BY 1.0",
            "citation": (
                "Wagner P, et al. PTB-XL, a large publicly available electrocardiography dataset. Scientific Data 7, 154 (2020). "
                "Silva I, Moody GB, Celi L. Improving the quality of ECGs collected using mobile phones: the PhysioNet/Computing "
                "in Cardiology Challenge 2011. Computing in Cardiology 38:273-276 (2011)."
            ),
            "split": (
                "PTB-XL by patient: folds 1-6 train, 7 selects, 8-9 test; CinC 2011 by recording: splits/validity.csv. Fold 10 was "
                "never opened"
            ),
            "recordings": recordings,
            "command": f"cd models && {COMMAND}",
            "seed": settings["seed"],
            "minutes": round(minutes, 1),
        },
        "metrics": dict(figures),
    }
