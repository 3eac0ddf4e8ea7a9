"""The logistic head on trees of the superclasses: what it may see, and that it is trees still."""

import unittest

import numpy as np
from sklearn.linear_model import LogisticRegression

from training.common.trees import fit_trees, weighed
from training.tasks.binary.superclasses import SuperclassTrees, fit_superclasses

RECIPE = {"trees": 4, "depth": 2, "learningRate": 0.3, "featureShare": 1.0, "rowShare": 1.0, "leastLeaf": 2}
COUNT, FOLDS = 120, frozenset({1, 2, 3, 4})


class Head(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(1)
        self.features = rng.normal(size=(COUNT, 6))
        self.features[rng.random(self.features.shape) < 0.05] = np.nan
        self.labels = (np.nan_to_num(self.features[:, :5]) + 0.5 * rng.normal(size=(COUNT, 5)) > 0.3).astype(float)
        self.truth = self.labels[:, 1:].any(axis=1).astype(int)
        self.folds = 1 + np.arange(COUNT) % 4

    def store(self, labels: np.ndarray) -> SuperclassTrees:
        return SuperclassTrees(self.features, labels, self.folds, {"seeds": [1], "recipe": RECIPE})

    def test_weighed_trees_give_the_weighed_logit_and_its_contributions(self) -> None:
        model = fit_trees(self.features, self.labels, RECIPE, [1])
        weights = np.array([-0.5, 0.2, 0.3, 0.0, 1.0])
        one = weighed(model, weights, 0.7)
        self.assertTrue(np.allclose(one.logits(self.features)[:, 0], 0.7 + model.logits(self.features) @ weights))
        expected = np.einsum("c,ncf->nf", weights, model.contributions(self.features))
        self.assertTrue(np.allclose(one.contributions(self.features)[:, 0], expected))

    def test_the_head_is_fitted_on_logits_of_trees_that_did_not_see_the_fold(self) -> None:
        trees = self.store(self.labels)
        found = fit_superclasses(trees, self.truth, FOLDS, 0.1)
        logits = np.empty((COUNT, 5))
        for fold in FOLDS:
            held = self.folds == fold
            logits[held] = fit_trees(self.features[~held], self.labels[~held], RECIPE, [1]).logits(self.features[held])
        head = LogisticRegression(C=0.1, max_iter=1000).fit(logits, self.truth)
        whole = fit_trees(self.features, self.labels, RECIPE, [1]).logits(self.features)
        self.assertTrue(np.allclose(found.logits(self.features)[:, 0], head.decision_function(whole)))

    def test_neither_trees_nor_head_see_a_fold_that_is_left_out(self) -> None:
        out = self.folds == 4
        other = np.where(out[:, None], 1 - self.labels, self.labels)
        changed = np.where(out, 1 - self.truth, self.truth)
        folds = FOLDS - {4}
        first = fit_superclasses(self.store(self.labels), self.truth, folds, 0.1)
        second = fit_superclasses(self.store(other), changed, folds, 0.1)
        self.assertTrue(np.array_equal(first.logits(self.features), second.logits(self.features)))

    def test_trees_of_two_folds_left_out_serve_both(self) -> None:
        trees = self.store(self.labels)
        for fold in FOLDS:
            fit_superclasses(trees, self.truth, FOLDS - {fold}, 0.1)
        fit_superclasses(trees, self.truth, FOLDS, 0.1)
        self.assertEqual(len(trees.fitted), 6 + 4 + 1)


if __name__ == "__main__":
    unittest.main()
