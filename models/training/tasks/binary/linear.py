"""Logistic regression on measured features, written as ONNX that also says what each feature added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from sklearn.linear_model import LogisticRegression

from ...common.trees import filled

LEAST_SPREAD = 1e-6


@dataclass(frozen=True)
class Scaling:
    """Arrays [features] of the training rows: what stands for a missing value, mean, standard deviation, mean of |z|."""

    medians: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    mean_distance: np.ndarray
    limit: float

    def standardised(self, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(z, |z| about its mean), each float64 [n, features]: a value may be abnormal on either side."""
        z = np.clip((filled(features, self.medians) - self.mean) / self.spread, -self.limit, self.limit)
        return z, np.abs(z) - self.mean_distance


@dataclass(frozen=True)
class Logistic:
    """logit = base + sum over features of slope * z + bend * (|z| - its mean)."""

    scaling: Scaling
    slope: np.ndarray
    bend: np.ndarray
    base: float

    def contributions(self, features: np.ndarray) -> np.ndarray:
        """float64 [n, 1, features]; with `base` they add up to the logit."""
        z, distance = self.scaling.standardised(features)
        return (z * self.slope + distance * self.bend)[:, None]

    def logits(self, features: np.ndarray) -> np.ndarray:
        """float64 [n]."""
        return self.base + self.contributions(features)[:, 0].sum(axis=1)


def fit_scaling(features: np.ndarray, limit: float) -> Scaling:
    """features [n, f] with NaN where missing; a feature that is the same everywhere has no say."""
    medians = np.nan_to_num(np.nanmedian(features, axis=0)).astype(np.float32)
    x = filled(features, medians).astype(np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread < LEAST_SPREAD, np.inf, spread)
    distance = np.abs(np.clip((x - mean) / spread, -limit, limit)).mean(axis=0)
    return Scaling(medians, mean, spread, distance, limit)


def fit_logistic(features: np.ndarray, labels: np.ndarray, strength: float, limit: float) -> Logistic:
    """`strength` is C of scikit-learn, the inverse of the L2 penalty; features [n, f] with NaN where missing, labels 0/1 [n]."""
    scaling = fit_scaling(features, limit)
    terms = np.concatenate(scaling.standardised(features), axis=1)
    fitted = LogisticRegression(C=strength, max_iter=1000).fit(terms, labels)
    slope, bend = np.split(fitted.coef_[0], 2)
    return Logistic(scaling, slope, bend, float(fitted.intercept_[0]))


def log_loss(labels: np.ndarray, logits: np.ndarray) -> float:
    return float((np.logaddexp(0, logits) - labels * logits).mean())


def loss_by_strength(
    features: np.ndarray, labels: np.ndarray, folds: np.ndarray, recipe: Mapping[str, Any]
) -> dict[float, float]:
    """Out-of-fold log loss of every strength of the recipe."""
    out: dict[float, float] = {}
    for strength in recipe["strengths"]:
        logits = np.empty(labels.size)
        for fold in np.unique(folds):
            held = folds == fold
            fitted = fit_logistic(features[~held], labels[~held], strength, recipe["limit"])
            logits[held] = fitted.logits(features[held])
        out[strength] = log_loss(labels, logits)
    return out


def fit_chosen(features: np.ndarray, labels: np.ndarray, folds: np.ndarray, recipe: Mapping[str, Any]) -> tuple[Logistic, float]:
    """The regression with the strength of the least out-of-fold loss among these rows, and that strength."""
    losses = loss_by_strength(features, labels, folds, recipe)
    strength = min(losses, key=lambda each: losses[each])
    return fit_logistic(features, labels, strength, recipe["limit"]), strength


def onnx_nodes(model: Logistic, source: str, contributions: str, logits: str) -> tuple[list[Any], list[Any]]:
    """(nodes, initialisers) from `source` float32 [1, features] to `contributions` [1, 1, features] and `logits` [1, 1]."""
    scaling = model.scaling
    rows: dict[str, np.ndarray] = {
        "linear_medians": scaling.medians[None],
        "linear_mean": scaling.mean[None],
        "linear_scale": (1 / scaling.spread)[None],
        "linear_low": np.array(-scaling.limit),
        "linear_high": np.array(scaling.limit),
        "linear_mean_distance": scaling.mean_distance[None],
        "linear_slope": model.slope[None],
        "linear_bend": model.bend[None],
        "linear_base": np.array([[model.base]]),
    }
    steps: Sequence[tuple[str, list[str], str]] = [
        ("IsNaN", [source], "linear_missing"),
        ("Where", ["linear_missing", "linear_medians", source], "linear_filled"),
        ("Sub", ["linear_filled", "linear_mean"], "linear_centred"),
        ("Mul", ["linear_centred", "linear_scale"], "linear_scaled"),
        ("Clip", ["linear_scaled", "linear_low", "linear_high"], "linear_z"),
        ("Abs", ["linear_z"], "linear_far"),
        ("Sub", ["linear_far", "linear_mean_distance"], "linear_distance"),
        ("Mul", ["linear_z", "linear_slope"], "linear_by_slope"),
        ("Mul", ["linear_distance", "linear_bend"], "linear_by_bend"),
        ("Add", ["linear_by_slope", "linear_by_bend"], "linear_flat"),
        ("Unsqueeze", ["linear_flat", "linear_axis"], contributions),
        ("ReduceSum", ["linear_flat", "linear_axis"], "linear_sum"),
        ("Add", ["linear_sum", "linear_base"], logits),
    ]
    nodes = [helper.make_node(kind, inputs, [output]) for kind, inputs, output in steps]
    constants = [numpy_helper.from_array(value.astype(np.float32), name) for name, value in rows.items()]
    constants.append(helper.make_tensor("linear_axis", TensorProto.INT64, [1], [1]))
    return nodes, constants
