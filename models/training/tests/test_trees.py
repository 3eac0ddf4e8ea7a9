"""Boosted trees: what scikit-learn answers, explained feature by feature."""

import unittest

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from training.common.trees import filled, fit_trees, rounded_down

RECIPE = {"trees": 20, "depth": 3, "learningRate": 0.2, "featureShare": 1.0, "rowShare": 1.0, "leastLeaf": 4}


class Trees(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(3)
        self.features = rng.normal(size=(300, 6))
        self.features[rng.random(self.features.shape) < 0.05] = np.nan
        x = np.nan_to_num(self.features)
        self.labels = np.stack([x[:, 0] + x[:, 1] > 0, x[:, 2] > 0.5], axis=1).astype(np.float32)
        self.model = fit_trees(self.features, self.labels, RECIPE, [4])

    def test_the_logits_are_those_of_scikit_learn(self) -> None:
        x = filled(self.features, self.model.medians)
        for c in range(2):
            theirs = GradientBoostingClassifier(
                n_estimators=20, max_depth=3, learning_rate=0.2, max_features=1.0, min_samples_leaf=4, random_state=4
            ).fit(x, self.labels[:, c] > 0)
            difference = theirs.decision_function(x) - self.model.logits(self.features)[:, c]
            self.assertLess(np.abs(difference).max(), 1e-9)

    def test_contributions_name_the_features_that_matter(self) -> None:
        size = np.abs(self.model.contributions(self.features)).mean(axis=0)
        self.assertEqual(set(np.argsort(-size[0])[:2]), {0, 1})
        self.assertEqual(int(np.argmax(size[1])), 2)

    def test_a_missing_value_counts_as_the_median(self) -> None:
        row = self.features[:1].copy()
        row[0, 0] = np.nan
        same = row.copy()
        same[0, 0] = self.model.medians[0]
        self.assertTrue(np.array_equal(self.model.logits(row), self.model.logits(same)))

    def test_a_threshold_is_never_rounded_up(self) -> None:
        thresholds = np.array([0.1, -0.1, 1 / 3, 1e9 + 0.3])
        rounded = rounded_down(thresholds)
        self.assertTrue((rounded.astype(np.float64) <= thresholds).all())
        self.assertTrue((np.nextafter(rounded, np.float32(np.inf)).astype(np.float64) > thresholds).all())


if __name__ == "__main__":
    unittest.main()
