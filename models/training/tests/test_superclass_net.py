"""The network, its activation map, its augmentation, its training loop and its export."""

import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pandas as pd
import torch

from training.common.augment import mixup, stretch_and_shift
from training.common.loop import follow
from training.common.metrics import aucs
from training.common.settings import read_settings
from training.tasks.superclass.augment import augment
from training.common.ptbxl import Dataset
from training.common.onnx_file import output_shapes
from training.common.trees import fit_trees
from training.tasks.superclass.fit import build, class_logits, fit_net
from training.tasks.superclass.graph import INPUTS, OUTPUTS, write_graph
from training.tasks.superclass.net import ActivationNet, EcgNet, parameter_count
from training.common.formulae import formulae, signal
from training.common.ptbxl import CLASSES
from training.tasks.superclass.parity import vectors

SETTINGS = Path(__file__).parent.parent / "tasks" / "superclass" / "config.json"


def small_settings() -> dict[str, Any]:
    settings = read_settings(SETTINGS)
    settings["net"] = {"stem": 8, "blocks": [[8, 3, 2, 1], [8, 3, 2, 1]], "dropout": 0.0}
    settings["recipe"] = {**settings["recipe"], "epochs": 4, "batch": 16}
    return settings


def small_net(seed: int) -> EcgNet:
    torch.manual_seed(seed)
    net = build(small_settings(), 5, 3)
    net.eval()
    return net


class ActivationMap(unittest.TestCase):
    def test_it_is_grad_cam(self) -> None:
        net = small_net(1)
        ecg = torch.randn(1, 12, 1000)
        features = net.features(ecg).detach().requires_grad_()
        logits = net.head(features.mean(dim=2))
        _, activation, signed = ActivationNet([net])(ecg)
        for c in range(5):
            (gradient,) = torch.autograd.grad(logits[0, c], features, retain_graph=True)
            alpha = gradient.mean(dim=2, keepdim=True)
            expected = (alpha * features).sum(dim=1)[0]
            self.assertTrue(torch.allclose(signed[0, c], expected, atol=1e-6))
            self.assertTrue(torch.allclose(activation[0, c], torch.relu(expected), atol=1e-6))

    def test_its_cells_add_up_to_the_mean_logit_of_the_members(self) -> None:
        members = [small_net(1), small_net(2)]
        ecg = torch.randn(1, 12, 1000)
        logits, _, signed = ActivationNet(members)(ecg)
        expected = (members[0](ecg)[0] + members[1](ecg)[0]) / 2
        bias = (members[0].head.bias + members[1].head.bias) / 2
        self.assertTrue(torch.allclose(logits, expected, atol=1e-5))
        self.assertTrue(torch.allclose(signed.sum(dim=2) + bias, expected, atol=1e-5))

    def test_the_shipped_configuration_is_compact(self) -> None:
        settings = read_settings(SETTINGS)
        net = ActivationNet([build(settings, 5, 35) for _ in settings["seeds"]])
        self.assertLessEqual(parameter_count(net), 1_500_000)
        self.assertEqual(tuple(net.eval()(torch.zeros(1, 12, 1000))[2].shape), (1, 5, 125))


class Augmentation(unittest.TestCase):
    def test_without_stretch_it_is_a_rotation(self) -> None:
        ecg = torch.randn(2, 12, 100)
        moved = stretch_and_shift(ecg, 0.0, torch.Generator().manual_seed(1))
        self.assertTrue(torch.allclose(moved.mean(dim=2), ecg.mean(dim=2), atol=1e-4))
        self.assertFalse(torch.allclose(moved, ecg))

    def test_it_is_seeded_keeps_the_shape_and_drops_leads(self) -> None:
        settings = {**read_settings(SETTINGS)["augment"], "leadDropRecordings": 1.0, "leadDropLeads": 0.5}
        ecg = torch.randn(4, 12, 1000)
        first = augment(ecg, settings, torch.Generator().manual_seed(3))
        second = augment(ecg, settings, torch.Generator().manual_seed(3))
        self.assertTrue(torch.equal(first, second))
        self.assertEqual(first.shape, ecg.shape)
        dropped = (first == 0).all(dim=2).sum()
        self.assertTrue(10 < int(dropped) < 38)

    def test_mixup_mixes_ecg_and_targets_alike(self) -> None:
        targets = torch.eye(6)
        ecg = targets[:, :, None].expand(6, 6, 5)
        x, y = mixup(ecg, targets, 0.4, torch.Generator().manual_seed(2))
        self.assertTrue(torch.allclose(x[:, :, 0], y))
        self.assertTrue(torch.allclose(y.sum(dim=1), torch.ones(6)))


class Training(unittest.TestCase):
    def part(self, seed: int, count: int) -> Dataset:
        rng = np.random.default_rng(seed)
        labels = (rng.random((count, 5)) < 0.5).astype(np.float32)
        ecg = rng.normal(0, 0.1, (count, 12, 1000)).astype(np.float32)
        for c in range(5):
            ecg[:, c, ::20] += 2 * labels[:, c, None]
        return Dataset(pd.DataFrame({"patient_id": range(count)}), ecg, labels, labels[:, :3], ("a", "b", "c"))

    def test_it_learns_what_is_there_and_repeats_itself(self) -> None:
        train, select = self.part(1, 192), self.part(2, 64)
        settings = small_settings()
        settings["augment"] = {**settings["augment"], "leadDropRecordings": 0.0}
        courses: list[list[Any]] = [[], []]
        nets = [fit_net(train, select, settings, 7, course.append) for course in courses]
        self.assertLess(courses[0][-1]["train_loss"], courses[0][0]["train_loss"])
        self.assertGreater(courses[0][-1]["score"], 0.7)
        logits = [class_logits(net, select.ecg) for net in nets]
        self.assertTrue(np.array_equal(logits[0], logits[1]))
        # The net of the last epoch, whatever an earlier one scored.
        self.assertAlmostEqual(float(aucs(select.labels, logits[0]).mean()), courses[0][-1]["score"])

    def test_the_average_moves_by_its_decay(self) -> None:
        average, net = small_net(1), small_net(2)
        before = average.head.weight.detach().clone()
        follow(average, net, 0.75)
        self.assertTrue(torch.allclose(average.head.weight, 0.75 * before + 0.25 * net.head.weight, atol=1e-6))


class Export(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(1)
        features = rng.normal(size=(120, 9))
        labels = (features[:, :5] + 0.3 * rng.normal(size=(120, 5)) > 0).astype(np.float32)
        recipe = {"trees": 5, "depth": 2, "learningRate": 0.3, "featureShare": 0.5, "rowShare": 0.8, "leastLeaf": 5}
        self.trees = fit_trees(features, labels, recipe, [1])

    def test_names_shapes_opset_and_hash(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            sha256 = write_graph(ActivationNet([small_net(1)], 0.5), self.trees, 0.5, path)
            self.assertRegex(sha256, "^[0-9a-f]{64}$")
            shapes = output_shapes(path)
            self.assertEqual(set(shapes), set(OUTPUTS))
            self.assertEqual(shapes["logits"], (1, 5))
            self.assertEqual(shapes["activation"], (1, 5, 125))
            self.assertEqual(shapes["contributions"], (1, 5, 9))
            model = onnx.load(str(path))
            self.assertEqual({o.domain: o.version for o in model.opset_import}, {"": 13, "ai.onnx.ml": 2})
            self.assertEqual({i.name for i in model.graph.input}, set(INPUTS))

    def test_parity_inputs_are_what_their_formulae_say(self) -> None:
        heart = formulae()[0]
        x = signal(heart)
        self.assertEqual((x.shape, x.dtype), ((12, 1000), np.float32))
        self.assertTrue(np.array_equal(x[:, :80], x[:, 80:160]))
        self.assertAlmostEqual(float(x[1, 36]), 1.1, delta=0.05)
        content = json.loads(vectors(ActivationNet([small_net(1)], 0.5), self.trees, 0.5, "0" * 64, CLASSES))
        self.assertEqual(len(content["vectors"]), 4)
        self.assertEqual(content["classes"], list(CLASSES))
        self.assertEqual(np.array(content["vectors"][0]["signedActivation"]).shape, (5, 125))


if __name__ == "__main__":
    unittest.main()
