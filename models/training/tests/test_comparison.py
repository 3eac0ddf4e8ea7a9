"""Figures of several classes and of two models on the same rows; calibration of a softmax; losses."""

import unittest

import numpy as np
import torch
from scipy.stats import norm

from training.common.calibration import isotonic, scale_and_bias, softmax, temperature
from training.common.losses import class_weights, cross_entropy, focal
from training.common.metrics import auc, confusion, delong, f1, mcnemar


class Classes(unittest.TestCase):
    def test_confusion_and_f1_by_hand(self) -> None:
        counts = confusion(np.array([0, 0, 0, 1, 2]), np.array([0, 0, 1, 1, 0]), 4)
        self.assertEqual(counts.tolist(), [[2, 1, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])
        self.assertTrue(np.allclose(f1(counts), [4 / 6, 2 / 3, 0, 0]))


class Pairs(unittest.TestCase):
    def test_mcnemar_by_hand(self) -> None:
        first = np.array([True] * 6 + [False] + [True] * 5)
        second = np.array([False] * 6 + [True] + [True] * 5)
        self.assertAlmostEqual(mcnemar(first, second), 2 * (1 + 7) / 2**7)
        self.assertEqual(mcnemar(first, first), 1.0)

    def test_delong_against_its_definition(self) -> None:
        rng = np.random.default_rng(2)
        labels = (rng.random(80) < 0.4).astype(float)
        a, b = labels + rng.normal(0, 1, 80), labels + rng.normal(0, 2, 80)
        structure = []
        for s in (a, b):
            pairs = (np.sign(s[labels == 1][:, None] - s[labels == 0][None, :]) + 1) / 2
            structure.append((pairs.mean(axis=1), pairs.mean(axis=0)))
        m, n = int(labels.sum()), int((1 - labels).sum())
        difference = [structure[0][k] - structure[1][k] for k in (0, 1)]
        deviation = np.sqrt(np.var(difference[0], ddof=1) / m + np.var(difference[1], ddof=1) / n)
        first, second, p = delong(labels, a, b)
        self.assertAlmostEqual(first, auc(labels, a))
        self.assertAlmostEqual(p, 2 * norm.sf(abs(first - second) / deviation))
        self.assertEqual(delong(labels, a, 3 * a)[2], 1.0)
        self.assertTrue(np.isnan(delong(np.ones(4), a[:4], b[:4])[2]))


class SoftmaxCalibration(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(3)
        self.logits = rng.normal(0, 1.5, (20000, 3))
        truth = softmax(self.logits)
        self.truth = (rng.random(20000)[:, None] > truth.cumsum(axis=1)).sum(axis=1)

    def test_temperature_is_found(self) -> None:
        self.assertAlmostEqual(temperature(self.truth, 2.5 * self.logits), 2.5, delta=0.1)

    def test_scale_and_bias_are_found(self) -> None:
        bias = np.array([0.7, -0.2, -0.5])
        scale, found = scale_and_bias(self.truth, (self.logits - bias) * 2)
        self.assertAlmostEqual(scale, 0.5, delta=0.03)
        self.assertTrue(np.allclose(found, bias, atol=0.06))

    def test_isotonic_rises_and_fits(self) -> None:
        p = softmax(self.logits)[:, 0]
        knots, values = isotonic((self.truth == 0).astype(float), p**2)
        self.assertTrue((np.diff(values) >= 0).all())
        self.assertLess(np.abs(np.interp(p**2, knots, values) - p).mean(), 0.03)


class Losses(unittest.TestCase):
    def test_weights_have_mean_one_and_the_asked_ratio(self) -> None:
        counts = torch.tensor([400, 100])
        weights = class_weights(counts, 0.5)
        self.assertAlmostEqual(float(weights[1] / weights[0]), 2.0, places=5)
        self.assertAlmostEqual(float((weights * counts).sum() / counts.sum()), 1.0, places=5)
        self.assertEqual(class_weights(counts, 0.0).tolist(), [1.0, 1.0])
        self.assertEqual(class_weights(torch.tensor([9, 0]), 0.5).tolist(), [1.0, 0.0])

    def test_cross_entropy_is_torchs_and_focal_zero_is_cross_entropy(self) -> None:
        logits, target = torch.randn(7, 4), torch.tensor([0, 1, 2, 3, 0, 1, 2])
        rows, ones = torch.nn.functional.one_hot(target, 4).float(), torch.ones(4)
        expected = torch.nn.functional.cross_entropy(logits, target, label_smoothing=0.1)
        self.assertAlmostEqual(float(cross_entropy(logits, rows, ones, 0.1)), float(expected), places=5)
        plain = torch.nn.functional.cross_entropy(logits, target)
        self.assertAlmostEqual(float(focal(logits, rows, ones, 0.0)), float(plain), places=5)
        self.assertLess(float(focal(logits, rows, ones, 2.0)), float(plain))


if __name__ == "__main__":
    unittest.main()
