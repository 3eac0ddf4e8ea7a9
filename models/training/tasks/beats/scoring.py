"""Confusion and figures by the rules of the product's validation: a missed beat lowers its class's sensitivity, a false one the P+."""

from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np

from .inputs import NO_BEAT, SCORED, Beats


def confusions(
    beats: Beats, predicted: np.ndarray, missed: Sequence[tuple[str, str]]
) -> dict[str, np.ndarray]:
    """record -> int [6, 6], reference in rows, prediction in columns, the sixth is 'no beat'. predicted: str [n]."""
    names = [*SCORED, NO_BEAT]
    out = {r: np.zeros((6, 6), int) for r in np.unique(beats.record)}
    for record, label, name in zip(beats.record, beats.label, predicted):
        if label in names:
            out[record][names.index(label), names.index(name)] += 1
    for record, label in missed:
        out[record][names.index(label), 5] += 1
    return out


def rates(matrix: np.ndarray, i: int) -> dict[str, float]:
    tp, fn, fp = matrix[i, i], matrix[i].sum() - matrix[i, i], matrix[:, i].sum() - matrix[i, i]
    return {
        "se": float(tp / max(1, tp + fn)),
        "ppv": float(tp / max(1, tp + fp)),
        "f1": float(2 * tp / max(1, 2 * tp + fn + fp)),
        "beats": int(tp + fn),
    }


def figures(matrix: np.ndarray) -> dict[str, object]:
    """Per class sensitivity, P+ and F1; accuracy over all reference beats, missed ones counted as wrong."""
    return {
        "classes": {name: rates(matrix, i) for i, name in enumerate(SCORED)},
        "accuracy": float(np.trace(matrix[:5, :5]) / max(1, matrix[:5].sum())),
    }


def interval(
    matrices: Mapping[str, np.ndarray], statistic, draws: int = 2000, seed: int = 1
) -> tuple[float, float]:
    """95 % percentile interval of `statistic(matrix)`: whole records drawn with replacement."""
    rng = np.random.default_rng(seed)
    stack = np.stack(list(matrices.values()))
    values = [statistic(stack[rng.integers(0, len(stack), len(stack))].sum(0)) for _ in range(draws)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def expected_calibration_error(probability: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Of the stated class: mean distance of confidence and share right over ten equal bins, weighted by their beats."""
    index = np.minimum((probability * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        rows = index == b
        if rows.any():
            total += rows.mean() * abs(probability[rows].mean() - right[rows].mean())
    return float(total)
