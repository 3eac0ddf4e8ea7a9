"""Discrimination, calibration and their uncertainty. Arrays: labels 0/1 [n, classes], scores [n, classes]."""

from __future__ import annotations

from typing import Callable, Sequence

import numpy as np
from scipy.stats import binomtest, norm, rankdata


def auc(labels: np.ndarray, scores: np.ndarray) -> float:
    """Area under the ROC curve of one class (Mann-Whitney, ties count half); NaN without both labels."""
    positives = int(labels.sum())
    negatives = labels.size - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    ranks = rankdata(scores)
    return float((ranks[labels > 0].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def aucs(labels: np.ndarray, scores: np.ndarray) -> np.ndarray:
    return np.array([auc(labels[:, c], scores[:, c]) for c in range(labels.shape[1])])


def calibration_error(labels: np.ndarray, probabilities: np.ndarray, bins: int = 10) -> np.ndarray:
    """Expected calibration error per class (Naeini et al. 2015), `bins` bins of equal width."""
    errors = []
    for c in range(labels.shape[1]):
        index = np.minimum((probabilities[:, c] * bins).astype(int), bins - 1)
        gap = np.bincount(index, labels[:, c] - probabilities[:, c], minlength=bins)
        errors.append(np.abs(gap).sum() / len(labels))
    return np.array(errors)


def brier(labels: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Mean squared error of the probability, per class (Brier 1950)."""
    return ((probabilities - labels) ** 2).mean(axis=0)


def sensitivity_specificity(labels: np.ndarray, positive: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per class; NaN where there is nothing to count."""
    with np.errstate(invalid="ignore"):
        sensitivity = (positive & (labels > 0)).sum(axis=0) / (labels > 0).sum(axis=0)
        specificity = (~positive & (labels == 0)).sum(axis=0) / (labels == 0).sum(axis=0)
    return sensitivity, specificity


def patient_bootstrap(
    patients: np.ndarray, figures: Callable[[np.ndarray], np.ndarray], repeats: int, seed: int
) -> np.ndarray:
    """Draws [repeats, figures]. Whole patients are drawn with replacement; `figures` takes row indices."""
    rng = np.random.default_rng(seed)
    _, owner = np.unique(patients, return_inverse=True)
    rows_of: Sequence[np.ndarray] = [np.flatnonzero(owner == p) for p in range(owner.max() + 1)]
    return np.array(
        [
            figures(np.concatenate([rows_of[p] for p in rng.integers(0, len(rows_of), len(rows_of))]))
            for _ in range(repeats)
        ]
    )


def percentile_intervals(draws: np.ndarray) -> np.ndarray:
    """95 % percentile intervals [figures, 2]; draws in which a figure is NaN (no positives) don't count for it."""
    return np.nanpercentile(draws, [2.5, 97.5], axis=0).T


def centred_intervals(draws: np.ndarray, values: np.ndarray) -> np.ndarray:
    """95 % intervals [figures, 2] of figures that resampling inflates, such as the calibration error, never below 0.

    Drawing with replacement adds scatter within the bins, so plain percentiles may lie wholly above the estimate; the
    draws are moved until their mean is the estimate.
    """
    return np.maximum(percentile_intervals(draws - draws.mean(axis=0) + values), 0.0)


def confusion(truth: np.ndarray, answer: np.ndarray, classes: int) -> np.ndarray:
    """Counts [truth, answer] of class numbers."""
    return np.bincount(truth * classes + answer, minlength=classes * classes).reshape(classes, classes)


def f1(counts: np.ndarray) -> np.ndarray:
    """Per class from `confusion`; 0 where a class is neither there nor answered."""
    sizes = counts.sum(axis=0) + counts.sum(axis=1)
    return 2 * np.diag(counts) / np.maximum(sizes, 1)


def mcnemar(first_right: np.ndarray, second_right: np.ndarray) -> float:
    """Exact two-sided p of two answers to the same questions (McNemar 1947, binomial form)."""
    only_first = int((first_right & ~second_right).sum())
    only_second = int((second_right & ~first_right).sum())
    if only_first + only_second == 0:
        return 1.0
    return float(binomtest(only_first, only_first + only_second, 0.5).pvalue)


def delong(labels: np.ndarray, first: np.ndarray, second: np.ndarray) -> tuple[float, float, float]:
    """Two AUCs of one class on the same rows and the two-sided p of their difference (DeLong et al. 1988).

    The p is NaN without both labels and 1 where the scores order the rows alike.
    """
    positive, negative = labels > 0, labels <= 0
    if positive.sum() < 2 or negative.sum() < 2:
        return auc(labels, first), auc(labels, second), float("nan")
    areas, by_positive, by_negative = [], [], []
    for scores in (first, second):
        among_all = rankdata(scores)
        above = (among_all[positive] - rankdata(scores[positive])) / negative.sum()
        below = 1 - (among_all[negative] - rankdata(scores[negative])) / positive.sum()
        areas.append(float(above.mean()))
        by_positive.append(above)
        by_negative.append(below)
    covariance = np.cov(by_positive) / positive.sum() + np.cov(by_negative) / negative.sum()
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    if variance <= 0:
        return areas[0], areas[1], 1.0
    return areas[0], areas[1], float(2 * norm.sf(abs(areas[0] - areas[1]) / np.sqrt(variance)))


def rounded_interval(value: float, interval: np.ndarray, digits: int = 4) -> dict[str, float | None]:
    """A figure with its interval as model.json holds it; what cannot be given is None."""
    numbers = {"value": value, "low": interval[0], "high": interval[1]}
    return {name: round(float(v), digits) if np.isfinite(v) else None for name, v in numbers.items()}
