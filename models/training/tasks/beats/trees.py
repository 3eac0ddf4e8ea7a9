"""Boosted trees on the features of a beat."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
from scipy.special import log_softmax
from sklearn.ensemble import HistGradientBoostingClassifier

from .inputs import CLASSES, Beats, sampling_weights, trainable


def fit_trees(train: Beats, settings: Mapping[str, Any], ways: dict[str, float], seed: int) -> HistGradientBoostingClassifier:
    train = train.part(trainable(train))
    weights = sampling_weights(train, ways)
    trees = HistGradientBoostingClassifier(
        max_iter=settings["iterations"],
        learning_rate=settings["learningRate"],
        max_leaf_nodes=settings["leaves"],
        min_samples_leaf=settings["leastBeats"],
        l2_regularization=settings["l2"],
        early_stopping=False,
        random_state=seed,
    )
    labels = np.array([CLASSES.index(c) for c in train.label])
    return trees.fit(train.features, labels, sample_weight=weights * len(weights))


def tree_scores(trees: HistGradientBoostingClassifier, beats: Beats) -> np.ndarray:
    """float64 [n, classes]: log-probabilities."""
    return log_softmax(trees.decision_function(beats.features), axis=1)
