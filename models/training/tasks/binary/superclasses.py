"""Boosted trees of the five superclasses, their logits joined by a logistic head into one of NOT NORMAL."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
from sklearn.linear_model import LogisticRegression

from ...common.trees import BoostedTrees, fit_trees, weighed


class SuperclassTrees:
    """Trees of the five superclasses, fitted once for each set of folds that is asked for."""

    def __init__(self, features: np.ndarray, labels: np.ndarray, folds: np.ndarray, recipe: Mapping[str, Any]) -> None:
        """features [n, f], NaN where missing; labels 0/1 [n, 5]; folds [n]; recipe: `seeds` and `recipe` of the trees."""
        self.features = features
        self.labels = labels
        self.folds = folds
        self.recipe = recipe
        self.fitted: dict[frozenset[int], BoostedTrees] = {}

    def of(self, folds: frozenset[int]) -> BoostedTrees:
        if folds not in self.fitted:
            rows = np.isin(self.folds, list(folds))
            recipe = self.recipe
            self.fitted[folds] = fit_trees(self.features[rows], self.labels[rows], recipe["recipe"], recipe["seeds"])
        return self.fitted[folds]

    def held_out(self, folds: frozenset[int]) -> tuple[np.ndarray, np.ndarray]:
        """The rows of these folds, and their logits [rows, 5] by trees of the other folds among them."""
        rows = np.isin(self.folds, list(folds))
        logits = np.full(self.labels.shape, np.nan)
        for fold in folds:
            held = self.folds == fold
            logits[held] = self.of(folds - {fold}).logits(self.features[held])
        return rows, logits[rows]


def fit_superclasses(trees: SuperclassTrees, truth: np.ndarray, folds: frozenset[int], strength: float) -> BoostedTrees:
    """Trees of one class, from these folds alone: the head, linear in the logits, is folded into the values of the leaves.

    The head is fitted on logits of trees that did not see the patient; on those of the trees' own training rows it would
    trust them too much. truth: 0/1 [n] of all rows; strength: C of scikit-learn.
    """
    rows, logits = trees.held_out(folds)
    head = LogisticRegression(C=strength, max_iter=1000).fit(logits, truth[rows])
    return weighed(trees.of(folds), head.coef_[0], float(head.intercept_[0]))
