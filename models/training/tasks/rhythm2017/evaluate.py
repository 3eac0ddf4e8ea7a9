"""Figures of one set of recordings, as plain values."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np

from ...common.metrics import (
    brier,
    calibration_error,
    centred_intervals,
    confusion,
    f1,
    patient_bootstrap,
    percentile_intervals,
    rounded_interval,
)
from .data import CLASSES, SCORED


def _bootstrap(count: int, figures: Any, settings: Mapping[str, Any]) -> np.ndarray:
    return patient_bootstrap(np.arange(count), figures, settings["bootstrapRepeats"], settings["bootstrapSeed"])


def answers(truth: np.ndarray, answer: np.ndarray, settings: Mapping[str, Any]) -> dict[str, Any]:
    """score (mean F1 of N, A, O), F1 of each class, accuracy, with 95 % bootstrap intervals by recording; confusion."""

    def figures(rows: np.ndarray) -> np.ndarray:
        counts = confusion(truth[rows], answer[rows], len(CLASSES))
        each = f1(counts)
        return np.concatenate([[each[:SCORED].mean(), np.trace(counts) / counts.sum()], each])

    values = figures(np.arange(truth.size))
    intervals = percentile_intervals(_bootstrap(truth.size, figures, settings))
    rows = [rounded_interval(v, i) for v, i in zip(values, intervals)]
    return {
        "recordings": int(truth.size),
        "score": rows[0]["value"],
        "meanF1": rows[0],
        "accuracy": rows[1],
        "f1": dict(zip(CLASSES, rows[2:])),
        "confusion": confusion(truth, answer, len(CLASSES)).tolist(),
    }


def calibration_figures(truth: np.ndarray, probabilities: np.ndarray, settings: Mapping[str, Any]) -> dict[str, Any]:
    """ECE (ten bins, mean of the classes) and Brier (sum over the classes) with intervals; ECE of each class."""
    labels = np.eye(len(CLASSES))[truth]

    def figures(rows: np.ndarray) -> np.ndarray:
        return np.array(
            [
                calibration_error(labels[rows], probabilities[rows]).mean(),
                brier(labels[rows], probabilities[rows]).sum(),
            ]
        )

    values = figures(np.arange(truth.size))
    intervals = centred_intervals(_bootstrap(truth.size, figures, settings), values)
    return {
        "ece": rounded_interval(values[0], intervals[0]),
        "brier": rounded_interval(values[1], intervals[1]),
        "ecePerClass": dict(zip(CLASSES, calibration_error(labels, probabilities).round(4).tolist())),
    }


DURATIONS_S = ((0, 20), (20, 35), (35, 100))


def by_duration(
    truth: np.ndarray, answer: np.ndarray, durations_s: np.ndarray, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Mean F1 of N, A, O and accuracy of short, usual and long recordings."""
    out = {}
    for low, high in DURATIONS_S:
        rows = (durations_s >= low) & (durations_s < high)
        if rows.any():
            figures = answers(truth[rows], answer[rows], settings)
            out[f"{low}-{high} s"] = {name: figures[name] for name in ("recordings", "meanF1", "accuracy")}
    return out
