"""How probably a beat lies in atrial fibrillation, where none can be told to be early: a logistic model of a few features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from .inputs import CLASSES, Beats, trainable

EVIDENCE = (
    "likelihood of atrial fibrillation",
    "usual change between usual beats",
    "irregularity",
    "greatest share of 40 intervals within 10 %",
    "likeness of neighbouring intervals of 40",
    "median / long interval of 40 before",
    "P agreement of rested beats",
    "P range of rested beats",
)
IN_FIBRILLATION = ("203",)
"""Of the records that may be learnt from, those in atrial fibrillation (201 and 217 are left out)."""
MADE_FIBRILLATION = "fibrillation"


@dataclass(frozen=True)
class Gate:
    """columns int [m] of the features; weights float64 [m], with bias: the log odds of fibrillation."""

    columns: np.ndarray
    weights: np.ndarray
    bias: float

    def of(self, features: np.ndarray) -> np.ndarray:
        """float64 [n]: probabilities."""
        return expit(features[:, self.columns].astype(np.float64) @ self.weights + self.bias)


def fibrillates(beats: Beats) -> np.ndarray:
    """bool [n]."""
    return np.array([r in IN_FIBRILLATION or r.endswith(MADE_FIBRILLATION) for r in beats.record])


def fit_gate(train: Beats, names: Sequence[str], strength: float) -> Gate:
    """Every record counts the same. `strength`: of the ridge, on standardised features."""
    train = train.part(trainable(train))
    columns = np.array([list(names).index(name) for name in EVIDENCE])
    x = train.features[:, columns].astype(np.float64)
    middle, spread = x.mean(0), x.std(0) + 1e-9
    records, at, counts = np.unique(train.record, return_inverse=True, return_counts=True)
    weights = len(train) / len(records) / counts[at]
    fitted = LogisticRegression(C=1 / (strength * len(train)), max_iter=500)
    fitted.fit((x - middle) / spread, fibrillates(train), sample_weight=weights)
    weight = fitted.coef_[0] / spread
    return Gate(columns, weight, float(fitted.intercept_[0] - weight @ middle))


def damped(scores: np.ndarray, probability: np.ndarray, damping: float) -> np.ndarray:
    """S counts for (1 - damping * probability of atrial fibrillation)."""
    out = scores.copy()
    out[:, CLASSES.index("S")] += np.log(1 - damping * probability)
    return out
