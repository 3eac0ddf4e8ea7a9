"""All figures of the out-of-fold logits, as plain values for model.json and CARD.md."""

from __future__ import annotations

from typing import Any, Callable, Mapping

import numpy as np
from scipy.special import expit

from ...common.calibration import patient_parts, platt
from ...common.groups import groups_of
from ...common.metrics import (
    auc,
    brier,
    calibration_error,
    centred_intervals,
    patient_bootstrap,
    percentile_intervals,
    rounded_interval,
)
from ...common.ptbxl import CLASSES, Dataset
from .labels import not_normal

THRESHOLD = 0.5
"""Of the calibrated probability: the cut of the highest accuracy where the calibration holds; nothing is chosen."""

SENSITIVITY_AIM = 0.95


def fitted_line(labels: np.ndarray, logits: np.ndarray) -> tuple[float, float]:
    """Platt's slope and intercept as model.json holds them."""
    slope, intercept = platt(labels, logits)
    return round(slope, 6), round(intercept, 6)


def cross_fitted(labels: np.ndarray, logits: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Probabilities [n], each from a calibration that did not see its patient; `part` [n] holds patients together."""
    out = np.empty(logits.size)
    for p in np.unique(part):
        slope, intercept = platt(labels[part != p], logits[part != p])
        out[part == p] = expit(slope * logits[part == p] + intercept)
    return out


def _specificity_at(labels: np.ndarray, scores: np.ndarray, sensitivity: float) -> float:
    found = np.sort(scores[labels == 1])[::-1]
    cut = found[int(np.ceil(sensitivity * found.size)) - 1]
    return float((scores[labels == 0] < cut).mean())


def _share(right: np.ndarray, rows: np.ndarray) -> float:
    return float(right[rows].mean()) if rows.any() else float("nan")


def statements(labels: np.ndarray, probabilities: np.ndarray) -> dict[str, float]:
    """Accuracy, sensitivity and specificity for NOT NORMAL at the threshold, area under the curve."""
    right = (probabilities >= THRESHOLD) == (labels == 1)
    return {
        "accuracy": float(right.mean()),
        "auc": auc(labels, probabilities),
        "sensitivity": _share(right, labels == 1),
        "specificity": _share(right, labels == 0),
        "specificityAtSensitivity95": _specificity_at(labels, probabilities, SENSITIVITY_AIM),
    }


def _with_intervals(
    patients: np.ndarray, figures: Callable[[np.ndarray], Mapping[str, float]], count: int, settings: Mapping[str, Any]
) -> dict[str, Any]:
    values = figures(np.arange(count))
    draws = patient_bootstrap(
        patients,
        lambda rows: np.array(list(figures(rows).values())),
        settings["bootstrapRepeats"],
        settings["bootstrapSeed"],
    )
    intervals = percentile_intervals(draws)
    return {name: rounded_interval(value, intervals[i]) for i, (name, value) in enumerate(values.items())}


def _calibration(
    labels: np.ndarray, probabilities: np.ndarray, patients: np.ndarray, settings: Mapping[str, Any]
) -> dict[str, Any]:
    def figures(rows: np.ndarray) -> np.ndarray:
        truth, stated = labels[rows, None], probabilities[rows, None]
        return np.array([calibration_error(truth, stated)[0], brier(truth, stated)[0]])

    values = figures(np.arange(labels.size))
    draws = patient_bootstrap(patients, figures, settings["bootstrapRepeats"], settings["bootstrapSeed"])
    intervals = centred_intervals(draws, values)
    return {name: rounded_interval(values[i], intervals[i]) for i, name in enumerate(("ece", "brier"))}


def _groups(part: Dataset, truth: np.ndarray) -> dict[str, np.ndarray]:
    stated = part.labels > 0
    return {
        **groups_of(part.table),
        **{f"with {name}": stated[:, c] for c, name in enumerate(CLASSES) if name != "NORM"},
        "NORM beside another class": stated[:, CLASSES.index("NORM")] & (truth == 1),
    }


def _by_fold(part: Dataset, right: np.ndarray) -> list[float]:
    folds = part.table["strat_fold"].to_numpy()
    return [round(float(right[folds == fold].mean()), 4) for fold in np.unique(folds)]


def evaluate(part: Dataset, logits: np.ndarray, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Out-of-fold logits [n] of `part`. Statements and calibration are cross-fitted in patient-disjoint parts."""
    truth = not_normal(part.labels)
    patients = part.table["patient_id"].to_numpy()
    parts = patient_parts(patients, settings["crossFitParts"], settings["crossFitSeed"])
    crossed = cross_fitted(truth, logits, parts)
    slope, intercept = fitted_line(truth, logits)
    right = (crossed >= THRESHOLD) == (truth == 1)
    groups = {}
    for name, mask in _groups(part, truth).items():
        row: dict[str, Any] = {"n": int(mask.sum()), "notNormal": int(truth[mask].sum()), "accuracy": None}
        if mask.sum() >= settings["leastGroup"]:
            row.update(_with_intervals(patients[mask], lambda rows: {"accuracy": right[mask][rows].mean()}, mask.sum(), settings))
        groups[name] = row
    return {
        "recordings": int(truth.size),
        "patients": int(np.unique(patients).size),
        "notNormal": int(truth.sum()),
        **_with_intervals(patients, lambda rows: statements(truth[rows], crossed[rows]), truth.size, settings),
        "accuracyByFold": _by_fold(part, right),
        "calibration": {
            "before": _calibration(truth, expit(logits), patients, settings),
            "afterInSample": _calibration(truth, expit(slope * logits + intercept), patients, settings),
            "afterCrossFitted": _calibration(truth, crossed, patients, settings),
        },
        "groups": groups,
    }
