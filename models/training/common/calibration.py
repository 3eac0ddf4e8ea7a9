"""From logits to probabilities, and from probabilities to statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, logsumexp
from sklearn.isotonic import IsotonicRegression


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


def sensitivity_threshold(labels: np.ndarray, probabilities: np.ndarray, aim: float) -> float:
    """The highest cut at which at least the share `aim` of the positives is found."""
    found = np.sort(probabilities[labels > 0])[::-1]
    return float(found[int(np.ceil(aim * found.size)) - 1])


def calibrate(labels: np.ndarray, logits: np.ndarray, aims: Sequence[float | None] | None = None) -> Calibration:
    """Per class: Platt's curve, then a threshold on the calibrated probability, Youden's or that of an aimed sensitivity."""
    lines = np.array([platt(labels[:, c], logits[:, c]) for c in range(labels.shape[1])])
    slope, intercept = lines[:, 0], lines[:, 1]
    probabilities = expit(logits * slope + intercept)
    thresholds = [
        youden_threshold(labels[:, c], probabilities[:, c])
        if aim is None
        else sensitivity_threshold(labels[:, c], probabilities[:, c], aim)
        for c, aim in enumerate(aims or [None] * labels.shape[1])
    ]
    return Calibration(slope, intercept, np.array(thresholds))


def patient_parts(patients: np.ndarray, parts: int, seed: int) -> np.ndarray:
    """Part number of every row, [n]; all rows of a patient lie in one part, parts are of nearly equal patient count."""
    unique, owner = np.unique(patients, return_inverse=True)
    order = np.random.default_rng(seed).permutation(unique.size)
    return (order % parts)[owner]


def cross_fitted(
    labels: np.ndarray,
    logits: np.ndarray,
    patients: np.ndarray,
    parts: int,
    seed: int,
    aims: Sequence[float | None] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and positives of every row, each from a calibration and threshold that did not see its patient."""
    part = patient_parts(patients, parts, seed)
    probabilities = np.empty_like(logits)
    positive = np.empty(logits.shape, dtype=bool)
    for p in range(parts):
        fitted = calibrate(labels[part != p], logits[part != p], aims)
        probabilities[part == p] = fitted.probabilities(logits[part == p])
        positive[part == p] = fitted.positive(logits[part == p])
    return probabilities, positive


def softmax(logits: np.ndarray) -> np.ndarray:
    """[n, classes] -> probabilities that add up to 1."""
    z = np.exp(logits - logits.max(axis=1, keepdims=True))
    return z / z.sum(axis=1, keepdims=True)


def _log_loss(truth: np.ndarray, logits: np.ndarray) -> float:
    return float((logsumexp(logits, axis=1) - logits[np.arange(truth.size), truth]).mean())


def temperature(truth: np.ndarray, logits: np.ndarray) -> float:
    """The T of softmax(logits / T) with the least log loss (Guo et al. 2017); truth: class numbers [n]."""
    found = minimize_scalar(
        lambda log_t: _log_loss(truth, logits / np.exp(log_t)), bounds=(np.log(0.05), np.log(20)), method="bounded"
    )
    return float(np.exp(found.x))


def scale_and_bias(truth: np.ndarray, logits: np.ndarray) -> tuple[float, np.ndarray]:
    """(s, b) of softmax(s * logits + b) with the least log loss, b adding up to 0: temperature and a bias a class.

    A net trained with class weights is calibrated by its biases, not by its temperature.
    """
    classes = logits.shape[1]
    target = np.eye(classes)[truth]

    def loss(v: np.ndarray) -> tuple[float, np.ndarray]:
        z = v[0] * logits + v[1:]
        residual = (softmax(z) - target) / truth.size
        return _log_loss(truth, z), np.append((residual * logits).sum(), residual.sum(axis=0))

    found = minimize(loss, np.append(1.0, np.zeros(classes)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return float(found.x[0]), found.x[1:] - found.x[1:].mean()


def isotonic(labels: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Knots (score, probability) of the best rising staircase of one class, pool-adjacent-violators; interpolate between."""
    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, labels)
    return fitted.X_thresholds_, fitted.y_thresholds_
