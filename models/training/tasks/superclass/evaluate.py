"""All figures of the out-of-fold predictions, as plain values for model.json and CARD.md."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import expit

from ...common.calibration import Calibration, cross_fitted
from ...common.groups import groups_of
from ...common.metrics import (
    aucs,
    brier,
    calibration_error,
    centred_intervals,
    patient_bootstrap,
    percentile_intervals,
    sensitivity_specificity,
)
from ...common.ptbxl import Dataset

GROUP_MINIMUM = 5
"""A class enters a group's macro AUC when the group has at least so many with it and so many without."""


def _round(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None


def _with_interval(value: float, interval: np.ndarray) -> dict[str, float | None]:
    return {"value": _round(value), "low": _round(interval[0]), "high": _round(interval[1])}


def _draws(part: Dataset, figures: Callable[[np.ndarray], np.ndarray], settings: Mapping[str, Any]) -> np.ndarray:
    patients = part.table["patient_id"].to_numpy()
    return patient_bootstrap(patients, figures, settings["bootstrapRepeats"], settings["bootstrapSeed"])


def discrimination(part: Dataset, logits: np.ndarray, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Macro and per-class AUC with 95 % patient-bootstrap intervals."""

    def figures(rows: np.ndarray) -> np.ndarray:
        each = aucs(part.labels[rows], logits[rows])
        return np.append(each, each.mean())

    interval = percentile_intervals(_draws(part, figures, settings))
    value = figures(np.arange(len(part.labels)))
    rows = {
        name: {**_with_interval(value[c], interval[c]), "positives": int(part.labels[:, c].sum())}
        for c, name in enumerate(part.classes)
    }
    return {"macro": _with_interval(value[-1], interval[-1]), **rows}


def _calibration_row(part: Dataset, probabilities: np.ndarray, settings: Mapping[str, Any]) -> dict[str, Any]:
    def figures(rows: np.ndarray) -> np.ndarray:
        return np.array(
            [
                calibration_error(part.labels[rows], probabilities[rows]).mean(),
                brier(part.labels[rows], probabilities[rows]).mean(),
            ]
        )

    value = figures(np.arange(len(part.labels)))
    interval = centred_intervals(_draws(part, figures, settings), value)
    per_class = calibration_error(part.labels, probabilities)
    return {
        "ece": _with_interval(value[0], interval[0]),
        "brier": _with_interval(value[1], interval[1]),
        "ecePerClass": {name: _round(per_class[c]) for c, name in enumerate(part.classes)},
    }


def _operating_row(part: Dataset, positive: np.ndarray, settings: Mapping[str, Any]) -> dict[str, Any]:
    def figures(rows: np.ndarray) -> np.ndarray:
        return np.concatenate(sensitivity_specificity(part.labels[rows], positive[rows]))

    interval = percentile_intervals(_draws(part, figures, settings))
    value = figures(np.arange(len(part.labels)))
    count = len(part.classes)
    return {
        name: {
            "sensitivity": _with_interval(value[c], interval[c]),
            "specificity": _with_interval(value[count + c], interval[count + c]),
        }
        for c, name in enumerate(part.classes)
    }


def groups(part: Dataset, logits: np.ndarray, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Macro AUC by sex, age and signal quality."""
    found: dict[str, Any] = {}
    for name, mask in groups_of(part.table).items():
        inside = part.part(mask)
        scores = logits[mask]
        positives = inside.labels.sum(axis=0)
        kept = [
            c
            for c in range(len(part.classes))
            if positives[c] >= GROUP_MINIMUM and len(inside.labels) - positives[c] >= GROUP_MINIMUM
        ]
        row: dict[str, Any] = {"n": len(inside.labels), "classes": [part.classes[c] for c in kept], "macroAuc": None}
        if kept:

            def figures(rows: np.ndarray) -> np.ndarray:
                return np.array([aucs(inside.labels[rows][:, kept], scores[rows][:, kept]).mean()])

            interval = percentile_intervals(_draws(inside, figures, settings))
            row["macroAuc"] = _with_interval(figures(np.arange(len(scores)))[0], interval[0])
        found[name] = row
    return found


def paced_count(table: pd.DataFrame) -> int:
    """Recordings whose statements name a pacemaker or a paced rhythm."""
    stated = table["rhythm"].fillna("").str.split().map(lambda words: "PACE" in words)
    return int((stated | table["pacemaker"].notna()).sum())


def minors_count(table: pd.DataFrame) -> int:
    """Recordings of people known to be under 18."""
    return int((table["age"] < 18).sum())


def evaluate(
    part: Dataset,
    logits: np.ndarray,
    fitted: Calibration,
    aims: Sequence[float | None],
    settings: Mapping[str, Any],
) -> dict[str, Any]:
    """Figures where `fitted` was fitted on `part` itself; cross-fitted figures stand beside the in-sample ones."""
    patients = part.table["patient_id"].to_numpy()
    crossed, crossed_positive = cross_fitted(
        part.labels, logits, patients, settings["crossFitParts"], settings["crossFitSeed"], aims
    )
    return {
        "recordings": len(part.labels),
        "patients": int(np.unique(patients).size),
        "auc": discrimination(part, logits, settings),
        "calibration": {
            "before": _calibration_row(part, expit(logits), settings),
            "afterInSample": _calibration_row(part, fitted.probabilities(logits), settings),
            "afterCrossFitted": _calibration_row(part, crossed, settings),
        },
        "operatingPointCrossFitted": _operating_row(part, crossed_positive, settings),
        "groups": groups(part, logits, settings),
    }
