"""model.json of the binary models, as app/models/manifest.ts defines it."""

from __future__ import annotations

from typing import Any, Mapping

import pandas as pd

from ...common.measured import SET
from ...common.mv100 import LEADS, LEAST_DURATION_S, LENGTH_SAMPLES, NAME, SAMPLE_RATE_HZ
from ...common.ptbxl import judged_set, source
from .evaluate import THRESHOLD
from .graph import ACTIVATION, CONTRIBUTIONS, LOGITS, MEASURED, SIGNAL, SIGNED
from .labels import DEFINITION, STATED

COMMAND = "python3 -m training binary --data DIR --config training/tasks/binary/configs/{name}.json"

TITLES = {
    "binary-logreg": "Normal or not normal by logistic regression on measured features",
    "binary-gru": "Normal or not normal by a recurrent net (GRU) on the 12-lead signal",
    "binary-ensemble": "Normal or not normal: boosted trees of the five superclasses and a recurrent net together",
}


def manifest(
    settings: Mapping[str, Any],
    model: Mapping[str, Any],
    line: tuple[float, float],
    figures: Mapping[str, Any],
    table: pd.DataFrame,
    minutes: float,
) -> dict[str, Any]:
    """`model`: sha256, bytes, parameters, features, cells (None without a net), strength (None without a regression)."""
    identity = settings["id"]
    measured = len(model["features"]) > 0
    signal = model["cells"] is not None
    evaluation = settings["evaluation"]
    signal_input = {
        "kind": "signal",
        "name": SIGNAL,
        "leads": list(LEADS),
        "sampleRateHz": SAMPLE_RATE_HZ,
        "lengthSamples": LENGTH_SAMPLES,
        "unit": "mV",
        "preparation": NAME,
        "leastDurationS": LEAST_DURATION_S,
    }
    features_input = {"kind": "features", "name": MEASURED, "set": SET, "features": list(model["features"])}
    return {
        "schema": "einthoven.model/2",
        "id": identity,
        "version": settings["version"],
        "title": TITLES.get(identity, identity),
        "task": "binary",
        "file": "model.onnx",
        "sha256": model["sha256"],
        "bytes": model["bytes"],
        "parameters": model["parameters"],
        "intendedUse": (
            "Research: whether a standard 12-lead resting ECG of 10 s of an adult (18 years or older) would be read as normal or "
            "as not normal, with a calibrated probability, to be read beside the tracing by a physician."
        ),
        "notFor": [
            "paced rhythm",
            "children and adolescents (under 18 years)",
            "recordings of unacceptable quality",
            "recordings that lack one of the twelve standard leads",
            "sampling below 100 Hz",
            "judging the rhythm: arrhythmia alone does not make a recording not normal in its training labels",
            "use as a diagnosis, to rule a disease out, or as the ground of a treatment",
        ],
        "minimumAgeYears": 18,
        "inputs": [*([signal_input] if signal else []), *([features_input] if measured else [])],
        "output": {
            "logits": LOGITS,
            "activation": {"rectified": ACTIVATION, "signed": SIGNED, "cells": model["cells"]} if signal else None,
            "contributions": {"name": CONTRIBUTIONS, "input": MEASURED} if measured else None,
        },
        "classes": list(STATED),
        "thresholds": [THRESHOLD],
        "calibration": {"method": "platt", "slope": [line[0]], "intercept": [line[1]]},
        "training": {
            **source(table),
            "split": (
                f"official folds {settings['folds'][0]}-{settings['folds'][-1]}, by patient: figures and calibration from "
                "predictions of each fold by members trained on the others; the shipped members on all"
            ),
            "recordings": len(table),
            "command": f"cd models && {COMMAND.format(name=identity.removeprefix('binary-'))}",
            "seed": settings.get("seeds", [1])[0],
            "minutes": round(minutes, 1),
        },
        "metrics": {
            "set": judged_set(table, settings["folds"]),
            "label": DEFINITION,
            "interval": f"95 %, {evaluation['bootstrapRepeats']} bootstrap draws of whole patients",
            **({} if model["strength"] is None else {"strength": model["strength"]}),
            **figures,
        },
    }
