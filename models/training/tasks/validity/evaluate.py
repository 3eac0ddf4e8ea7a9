"""How well a score tells strange inputs from real ones, and how many real ones it would turn away."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np

from ...common.metrics import auc, patient_bootstrap, percentile_intervals, rounded_interval

ACCEPTANCES = (0.95, 0.99)


def cut_at(scores: np.ndarray, acceptance: float) -> float:
    """The least score below which at least this share of real recordings lies."""
    ranked = np.sort(scores)
    return float(ranked[min(ranked.size - 1, int(np.ceil(acceptance * ranked.size)) - 1)])


def share_above(scores: np.ndarray, cut: float, groups: np.ndarray, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Share above the cut with its 95 % interval (bootstrap of whole groups)."""
    draws = patient_bootstrap(
        groups, lambda rows: np.array([(scores[rows] > cut).mean()]), settings["bootstrapRepeats"], settings["bootstrapSeed"]
    )
    return {**rounded_interval(float((scores > cut).mean()), percentile_intervals(draws)[0]), "n": int(scores.size)}


def against(real: np.ndarray, strange: np.ndarray, cuts: Mapping[str, float]) -> dict[str, float]:
    """AUC, and the share of the strange that passes at each cut."""
    labels = np.concatenate([np.zeros(real.size), np.ones(strange.size)])
    passed = {f"passedAt{name}": round(float((strange <= cut).mean()), 4) for name, cut in cuts.items()}
    return {"n": int(strange.size), "auc": round(auc(labels, np.concatenate([real, strange])), 4), **passed}


def mean_passed(by_kind: Mapping[str, Mapping[str, float]], acceptance: float) -> float:
    """Mean over the kinds of the share that passes: what the choice among scores goes by."""
    return float(np.mean([row[f"passedAt{round(100 * acceptance)}"] for row in by_kind.values()]))
