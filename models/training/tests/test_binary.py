"""NORMAL or not: the label, the regression and what it says of each feature, the recurrent net, the joined graph, the figures."""

import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pandas as pd
import torch
from sklearn.linear_model import LogisticRegression

from training.common.metrics import auc
from training.common.ptbxl import Dataset
from training.common.settings import read_settings
from training.common.trees import fit_trees
from training.tasks.binary.evaluate import cross_fitted, evaluate, statements
from training.tasks.binary.graph import Shared, write_joined, write_measured, write_net
from training.tasks.binary.gru import augmented, targets
from training.tasks.binary.labels import not_normal
from training.tasks.binary.linear import fit_chosen, fit_logistic, loss_by_strength
from training.tasks.binary.net import ExplainedGru, GruNet
from training.tasks.binary.parity import net_outputs, shipped_outputs, vectors
from training.tasks.binary.run import read_held_out, write_held_out

CONFIGS = Path(__file__).parent.parent / "tasks" / "binary" / "configs"
SMALL = {"stem": [[8, 15, 4], [8, 7, 2]], "gru": 6, "layers": 1, "dropout": 0.1}


def small_dataset(count: int = 40) -> Dataset:
    rng = np.random.default_rng(1)
    labels = np.zeros((count, 5), dtype=np.float32)
    labels[np.arange(count), rng.integers(0, 5, count)] = 1
    table = pd.DataFrame(
        {
            "record": [f"{i:05d}_lr" for i in range(count)],
            "patient_id": np.arange(count) // 2,
            "strat_fold": 1 + (np.arange(count) // 2) % 4,
            "age": 60.0,
            "sex": 0.0,
            "quality.verdict": "acceptable",
            "quality.score": np.linspace(0.5, 1, count),
        }
    )
    ecg = rng.normal(size=(count, 12, 1000)).astype(np.float32)
    return Dataset(table, ecg, labels, np.zeros((count, 0), dtype=np.float32), ())


def small_net(seed: int) -> GruNet:
    torch.manual_seed(seed)
    return GruNet(SMALL, 5).eval()


class Label(unittest.TestCase):
    def test_only_norm_alone_is_normal(self) -> None:
        rows = np.array([[1, 0, 0, 0, 0], [1, 0, 1, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 1, 1]])
        self.assertEqual(not_normal(rows).tolist(), [0, 1, 1, 1])

    def test_a_recording_without_a_class_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            not_normal(np.zeros((1, 5)))

    def test_what_the_net_learns_begins_with_it(self) -> None:
        dataset = small_dataset()
        self.assertEqual(targets(dataset)[:, 0].tolist(), not_normal(dataset.labels).tolist())


class Regression(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(3)
        self.features = rng.normal(size=(300, 6)) * [1, 10, 1, 1, 1, 1]
        x = self.features.copy()
        self.labels = ((x[:, 0] + np.abs(x[:, 1]) / 5) > 1.5).astype(int)
        self.features[rng.random(self.features.shape) < 0.05] = np.nan
        self.features[:, 5] = 2.0
        self.model = fit_logistic(self.features, self.labels, 0.5, 4.0)

    def test_the_logits_are_those_of_scikit_learn(self) -> None:
        terms = np.concatenate(self.model.scaling.standardised(self.features), axis=1)
        theirs = LogisticRegression(C=0.5, max_iter=1000).fit(terms, self.labels).decision_function(terms)
        self.assertLess(np.abs(theirs - self.model.logits(self.features)).max(), 1e-6)

    def test_contributions_and_base_add_up_and_name_what_matters(self) -> None:
        added = self.model.contributions(self.features)
        self.assertEqual(added.shape, (300, 1, 6))
        self.assertTrue(np.allclose(added.sum(axis=(1, 2)) + self.model.base, self.model.logits(self.features)))
        self.assertEqual(set(np.argsort(-np.abs(added).mean(axis=(0, 1)))[:2]), {0, 1})

    def test_a_value_can_be_abnormal_on_either_side(self) -> None:
        rows = np.tile(self.model.scaling.medians.astype(float), (3, 1))
        rows[1, 1], rows[2, 1] = -25, 25
        low, high = self.model.logits(rows)[1:] - self.model.logits(rows)[0]
        self.assertGreater(low, 0.5)
        self.assertGreater(high, 0.5)

    def test_a_missing_value_counts_as_the_median_and_a_constant_feature_has_no_say(self) -> None:
        rows = np.tile(self.model.scaling.medians.astype(float), (2, 1))
        rows[1, 0] = np.nan
        self.assertEqual(*self.model.logits(rows))
        self.assertTrue((self.model.contributions(self.features)[:, 0, 5] == 0).all())

    def test_the_strength_is_that_of_the_least_loss_out_of_fold(self) -> None:
        recipe = {"strengths": [1e-4, 0.5], "limit": 4.0}
        folds = np.arange(300) % 3
        losses = loss_by_strength(self.features, self.labels, folds, recipe)
        _, strength = fit_chosen(self.features, self.labels, folds, recipe)
        self.assertEqual(strength, min(losses, key=lambda each: losses[each]))
        self.assertEqual(strength, 0.5)


class RecurrentNet(unittest.TestCase):
    def test_its_cells_and_the_bias_add_up_to_the_mean_logit(self) -> None:
        members = [small_net(1), small_net(2)]
        ecg = torch.randn(3, 12, 1000)
        with torch.no_grad():
            logits, rectified, signed = ExplainedGru(members)(ecg)
            mean = (members[0](ecg)[0] + members[1](ecg)[0]) / 2
            bias = (members[0].head.bias + members[1].head.bias) / 2
        self.assertEqual(tuple(signed.shape), (3, 1, 125))
        self.assertTrue(torch.allclose(logits, mean, atol=1e-5))
        self.assertTrue(torch.allclose(signed.sum(dim=2) + bias, mean, atol=1e-5))
        self.assertTrue(torch.equal(rectified, torch.relu(signed)))

    def test_augmentation_is_seeded_and_crops(self) -> None:
        settings = read_settings(CONFIGS / "gru.json")["augment"]
        ecg = torch.randn(4, 12, 1000)
        first, second = (augmented(ecg, settings, torch.Generator().manual_seed(3)) for _ in range(2))
        self.assertTrue(torch.equal(first, second))
        self.assertEqual(tuple(first.shape), (4, 12, settings["cropSamples"]))

    def test_the_shipped_net_is_small(self) -> None:
        net = GruNet(read_settings(CONFIGS / "gru.json")["net"], 0)
        self.assertLess(sum(p.numel() for p in net.parameters()), 300_000)


class Graphs(unittest.TestCase):
    def test_alone_and_joined_they_have_the_outputs_of_the_manifest(self) -> None:
        rng = np.random.default_rng(5)
        features = rng.normal(size=(120, 7))
        labels = (features[:, 0] > 0).astype(int)
        recipe = {"trees": 5, "depth": 2, "learningRate": 0.2, "featureShare": 1.0, "rowShare": 1.0, "leastLeaf": 4}
        measured = [
            Shared(fit_trees(features, labels[:, None], recipe, [1]), 0.3),
            Shared(fit_logistic(features, labels, 0.1, 4.0), 0.2),
        ]
        net = ExplainedGru([small_net(1)])
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_net(net, folder / "net.onnx")
            write_measured(measured[1:], 7, folder / "measured.onnx")
            sha256 = write_joined(folder / "net.onnx", 0.5, measured, 7, folder / "joined.onnx")
            shapes = {
                file: {
                    o.name: [d.dim_value for d in o.type.tensor_type.shape.dim]
                    for o in onnx.load(str(folder / file)).graph.output
                }
                for file in ("net.onnx", "measured.onnx", "joined.onnx")
            }
        cells = {"logits": [1, 1], "activation": [1, 1, 125], "signed_activation": [1, 1, 125]}
        self.assertEqual(shapes["net.onnx"], cells)
        self.assertEqual(shapes["measured.onnx"], {"logits": [1, 1], "contributions": [1, 1, 7]})
        self.assertEqual(shapes["joined.onnx"], {**cells, "contributions": [1, 1, 7]})
        alone = json.loads(vectors(net_outputs(net), 1.0, [], sha256))
        joined = json.loads(vectors(shipped_outputs(alone), 0.5, measured, sha256))
        self.assertTrue(any(value is None for value in joined["vectors"][0]["features"]))
        half = 0.5 * np.array(alone["vectors"][0]["signedActivation"])
        self.assertTrue(np.allclose(joined["vectors"][0]["signedActivation"], half, atol=1e-6))


class Figures(unittest.TestCase):
    def test_statements_against_counting(self) -> None:
        labels = np.array([1, 1, 1, 1, 0, 0, 0, 0])
        probabilities = np.array([0.9, 0.8, 0.6, 0.4, 0.7, 0.3, 0.2, 0.1])
        found = statements(labels, probabilities)
        self.assertEqual(found["accuracy"], 6 / 8)
        self.assertEqual(found["sensitivity"], 3 / 4)
        self.assertEqual(found["specificity"], 3 / 4)
        self.assertEqual(found["specificityAtSensitivity95"], 3 / 4)
        self.assertEqual(found["auc"], auc(labels, probabilities))

    def test_a_calibration_never_sees_the_part_that_it_is_used_on(self) -> None:
        rng = np.random.default_rng(2)
        logits = rng.normal(size=200)
        labels = (logits + rng.normal(size=200) > 0).astype(int)
        part = np.arange(200) % 4
        before = cross_fitted(labels, logits, part)
        changed = np.where(part == 0, 1 - labels, labels)
        after = cross_fitted(changed, logits, part)
        self.assertTrue(np.array_equal(before[part == 0], after[part == 0]))
        self.assertFalse(np.allclose(before[part != 0], after[part != 0]))

    def test_all_figures_of_a_small_set(self) -> None:
        settings: dict[str, Any] = {**read_settings(CONFIGS / "base.json")["evaluation"], "bootstrapRepeats": 20}
        dataset = small_dataset(200)
        truth = not_normal(dataset.labels)
        logits = truth - 0.5 + np.random.default_rng(1).normal(size=200)
        found = evaluate(dataset, logits, settings)
        self.assertEqual(found["recordings"], 200)
        self.assertEqual(found["patients"], 100)
        self.assertLessEqual(found["accuracy"]["low"], found["accuracy"]["value"])
        self.assertEqual(found["groups"]["male"]["n"], 200)
        self.assertIsNone(found["groups"]["female"]["accuracy"])

    def test_held_out_logits_come_back_for_the_same_folds_only(self) -> None:
        dataset = small_dataset()
        logits = np.linspace(-2, 2, 40)
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "out-of-fold.csv"
            write_held_out(path, dataset, logits)
            self.assertTrue(np.allclose(read_held_out(path, dataset), logits, atol=1e-5))
            dataset.table["strat_fold"] = 9
            with self.assertRaises(ValueError):
                read_held_out(path, dataset)


class Configurations(unittest.TestCase):
    def test_shares_add_up_and_fold_10_is_in_none(self) -> None:
        for path in CONFIGS.glob("*.json"):
            settings = read_settings(path)
            self.assertNotIn(10, settings["folds"])
            if "members" in settings:
                self.assertAlmostEqual(sum(settings["members"].values()), 1.0)


if __name__ == "__main__":
    unittest.main()
