"""Discrimination, calibration, thresholds, intervals."""

import unittest

import numpy as np

from training.common.calibration import calibrate, cross_fitted, patient_parts, platt, youden_threshold
from training.common.metrics import (
    auc,
    brier,
    calibration_error,
    centred_intervals,
    patient_bootstrap,
    percentile_intervals,
    sensitivity_specificity,
)


def expit(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


class Discrimination(unittest.TestCase):
    def test_auc_is_the_share_of_ordered_pairs(self) -> None:
        rng = np.random.default_rng(1)
        labels = (rng.random(60) < 0.3).astype(float)
        scores = rng.integers(0, 8, 60) + labels
        positives, negatives = scores[labels == 1], scores[labels == 0]
        pairs = np.sign(positives[:, None] - negatives[None, :])
        self.assertAlmostEqual(auc(labels, scores), float(((pairs + 1) / 2).mean()))

    def test_auc_needs_both_labels(self) -> None:
        self.assertTrue(np.isnan(auc(np.ones(3), np.arange(3))))

    def test_sensitivity_and_specificity(self) -> None:
        labels = np.array([[1], [1], [1], [0], [0]])
        positive = np.array([[True], [True], [False], [False], [True]])
        sensitivity, specificity = sensitivity_specificity(labels, positive)
        self.assertAlmostEqual(sensitivity[0], 2 / 3)
        self.assertAlmostEqual(specificity[0], 1 / 2)


class CalibrationFigures(unittest.TestCase):
    def test_error_and_brier_by_hand(self) -> None:
        labels = np.array([[1.0], [0.0], [0.0], [1.0]])
        probabilities = np.array([[0.95], [0.95], [0.05], [1.0]])
        # Bins: {.95, .95, 1.0} holds 2 of 3 at a mean of .9667, {.05} holds 0 of 1.
        self.assertAlmostEqual(calibration_error(labels, probabilities)[0], (abs(2 - 2.9) + 0.05) / 4)
        self.assertAlmostEqual(brier(labels, probabilities)[0], (0.05**2 + 0.95**2 + 0.05**2) / 4)

    def test_platt_finds_the_line_that_made_the_labels(self) -> None:
        rng = np.random.default_rng(2)
        logits = rng.normal(0, 2, 20000)
        labels = (rng.random(20000) < expit(0.6 * logits - 1)).astype(float)
        slope, intercept = platt(labels, logits)
        self.assertAlmostEqual(slope, 0.6, delta=0.05)
        self.assertAlmostEqual(intercept, -1, delta=0.06)

    def test_platt_refuses_a_falling_curve(self) -> None:
        with self.assertRaises(ValueError):
            platt(np.array([1.0, 1, 0, 0]), np.array([-2.0, -1, 1, 2]))

    def test_youden_lies_between_the_classes(self) -> None:
        labels = np.array([0.0, 0, 1, 1])
        self.assertAlmostEqual(youden_threshold(labels, np.array([0.1, 0.2, 0.6, 0.9])), 0.4)


class CrossFitting(unittest.TestCase):
    def test_parts_keep_patients_together_and_are_even(self) -> None:
        patients = np.array([5, 5, 1, 2, 3, 4, 1])
        parts = patient_parts(patients, 5, seed=3)
        for patient in set(patients.tolist()):
            self.assertEqual(len(set(parts[patients == patient].tolist())), 1)
        self.assertEqual(len(set(parts.tolist())), 5)

    def test_each_part_is_judged_by_the_others_fit(self) -> None:
        rng = np.random.default_rng(4)
        labels = (rng.random((300, 2)) < 0.4).astype(float)
        logits = 2 * labels - 1 + rng.normal(0, 1, (300, 2))
        patients = np.arange(300) // 2
        probabilities, _ = cross_fitted(labels, logits, patients, 5, seed=1)
        first = patient_parts(patients, 5, seed=1) == 0
        expected = calibrate(labels[~first], logits[~first]).probabilities(logits[first])
        self.assertTrue(np.allclose(probabilities[first], expected))
        in_sample = calibrate(labels, logits).probabilities(logits)
        self.assertFalse(np.allclose(probabilities, in_sample, atol=1e-6))


class Bootstrap(unittest.TestCase):
    def test_it_is_seeded_and_covers_the_mean(self) -> None:
        values = np.random.default_rng(5).normal(3, 1, 400)

        def mean(rows: np.ndarray) -> np.ndarray:
            return np.array([values[rows].mean()])

        first = patient_bootstrap(np.arange(400), mean, 500, seed=1)
        self.assertTrue((first == patient_bootstrap(np.arange(400), mean, 500, seed=1)).all())
        low, high = percentile_intervals(first)[0]
        self.assertAlmostEqual(high - low, 2 * 1.96 / 20, delta=0.03)
        self.assertTrue(low < values.mean() < high)

    def test_patients_are_drawn_whole(self) -> None:
        patients = np.array([1, 1, 1, 2, 2, 2])

        def parts(rows: np.ndarray) -> np.ndarray:
            return np.array([np.bincount(rows, minlength=6)[:3].std()])

        self.assertTrue((patient_bootstrap(patients, parts, 50, seed=1) == 0).all())

    def test_centred_intervals_hold_the_estimate(self) -> None:
        draws = np.random.default_rng(6).normal(0.09, 0.01, (1000, 1))
        low, high = centred_intervals(draws, np.array([0.05]))[0]
        self.assertTrue(0 <= low < 0.05 < high < 0.08)


if __name__ == "__main__":
    unittest.main()
