"""From logits to probabilities, and from probabilities to statements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit


@dataclass(frozen=True)
class Calibration:
    """probability = expit(slope * logit + intercept) and its threshold, each [classes]."""

    slope: np.ndarray
    intercept: np.ndarray
    threshold: np.ndarray

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        return expit(logits * self.slope + self.intercept)

    def positive(self, logits: np.ndarray) -> np.ndarray:
        return self.probabilities(logits) >= self.threshold


def platt(labels: np.ndarray, logits: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of one class, with the smoothed targets of Platt 1999. Raises ValueError if they don't settle."""
    positives = labels.sum()
    negatives = labels.size - positives
    target = np.where(labels > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(ab: np.ndarray) -> tuple[float, np.ndarray]:
        z = ab[0] * logits + ab[1]
        residual = expit(z) - target
        return float((np.logaddexp(0, z) - target * z).sum()), np.array([(residual * logits).sum(), residual.sum()])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    slope, intercept = (float(v) for v in found.x)
    if not np.isfinite([slope, intercept]).all() or slope <= 0:
        raise ValueError("Platt's calibration found no rising curve")
    return slope, intercept


def youden_threshold(labels: np.ndarray, probabilities: np.ndarray) -> float:
    """The cut with the largest sensitivity + specificity - 1 (Youden 1950), midway between neighbouring scores."""
    scores = np.unique(probabilities)
    cuts = (scores[1:] + scores[:-1]) / 2 if scores.size > 1 else scores
    positives = probabilities[labels > 0]
    negatives = probabilities[labels == 0]
    gain = [(positives >= cut).mean() + (negatives < cut).mean() for cut in cuts]
    return float(cuts[int(np.argmax(gain))])


def calibrate(labels: np.ndarray, logits: np.ndarray) -> Calibration:
    """Per class: Platt's curve, then Youden's threshold on the calibrated probability."""
    lines = np.array([platt(labels[:, c], logits[:, c]) for c in range(labels.shape[1])])
    slope, intercept = lines[:, 0], lines[:, 1]
    probabilities = expit(logits * slope + intercept)
    thresholds = [youden_threshold(labels[:, c], probabilities[:, c]) for c in range(labels.shape[1])]
    return Calibration(slope, intercept, np.array(thresholds))


def patient_parts(patients: np.ndarray, parts: int, seed: int) -> np.ndarray:
    """Part number of every row, [n]; all rows of a patient lie in one part, parts are of nearly equal patient count."""
    unique, owner = np.unique(patients, return_inverse=True)
    order = np.random.default_rng(seed).permutation(unique.size)
    return (order % parts)[owner]


def cross_fitted(
    labels: np.ndarray, logits: np.ndarray, patients: np.ndarray, parts: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and positives of every row, each from a calibration and threshold that did not see its patient."""
    part = patient_parts(patients, parts, seed)
    probabilities = np.empty_like(logits)
    positive = np.empty(logits.shape, dtype=bool)
    for p in range(parts):
        fitted = calibrate(labels[part != p], logits[part != p])
        probabilities[part == p] = fitted.probabilities(logits[part == p])
        positive[part == p] = fitted.positive(logits[part == p])
    return probabilities, positive
