"""Beat classes: the split keeps patients apart, drawing is balanced, figures count as they should, graphs say what the models say."""

import csv
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.common.splits import read_split, refuse_crossing
from training.tasks.beats.card import MODELS, loss, write_cards
from training.tasks.beats.crossvalidate import SPLIT, folds_of
from training.tasks.beats.fibrillation import EVIDENCE, damped, fit_gate
from training.tasks.beats.fit import augmented, shifted
from training.tasks.beats.graph import LOGITS, activation_ranges, net_graph, quantised
from training.tasks.beats.inputs import CLASSES, DS1, DS2, PACED, SAME_PATIENT, Beats, read_beats, sampling_weights
from training.tasks.beats.net import BeatNet
from training.tasks.beats.scoring import confusions, expected_calibration_error, figures, interval
from training.tasks.beats.trees import rounded_down

SHIPPED = Path(__file__).parents[2]
NET = {"channels": [4, 4, 6], "cells": 9, "shape": 5, "rhythm": 4, "head": 6, "dropout": 0.1}


def beats_of(rows: list[tuple[str, str, str]], features: int = 3) -> Beats:
    """rows: (record, way, label)."""
    record, way, label = (np.array(column) for column in zip(*rows))
    rng = np.random.default_rng(1)
    return Beats(
        rng.normal(size=(len(rows), 2, 108)).astype(np.float32),
        rng.normal(size=(len(rows), features)).astype(np.float32),
        record,
        way,
        label,
    )


class Split(unittest.TestCase):
    def test_every_record_has_one_part_and_no_patient_two(self) -> None:
        split = read_split(SPLIT)
        self.assertEqual(len(split), 48)
        self.assertEqual({r for r, p in split.items() if p == "test"}, set(DS2))
        self.assertTrue(all(split[r] == "left out" for r in PACED))
        learnt = [r for r, p in split.items() if p.startswith("fold")]
        self.assertTrue(set(learnt) < set(DS1))
        patient = {b: a for a, b in SAME_PATIENT}
        used = [(patient.get(r, r), p) for r, p in split.items() if p != "left out"]
        refuse_crossing([r for r, _ in used], [p for _, p in used])
        self.assertNotIn("201", learnt)

    def test_a_record_outside_the_folds_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "201"):
            folds_of(np.array(["101", "201"]))


    def test_made_hearts_of_each_rhythm_lie_in_every_fold(self) -> None:
        names = np.array([f"made-{n:02d}-x" for n in range(96)])
        folds = folds_of(names)
        for rhythm in range(8):
            self.assertEqual(len(set(folds[rhythm::8])), 4)
        self.assertEqual(list(np.unique(folds, return_counts=True)[1]), [24] * 4)


class Fibrillation(unittest.TestCase):
    def test_gate_learns_and_damps_s_alone(self) -> None:
        beats = beats_of([("made-00-fibrillation", "made", "N")] * 60 + [("101", "both", "S")] * 40, len(EVIDENCE))
        beats.features[:60, 1] += 4
        gate = fit_gate(beats, EVIDENCE, 1e-3)
        probability = gate.of(beats.features)
        self.assertGreater(probability[:60].mean(), 0.9)
        self.assertLess(probability[60:].mean(), 0.1)
        scores = damped(np.zeros((100, len(CLASSES))), probability, 0.9)
        self.assertTrue((scores[:, [0, 2, 3]] == 0).all())
        self.assertLess(scores[:60, 1].mean(), -1.5)
        self.assertGreater(scores[60:, 1].mean(), -0.3)


class Reading(unittest.TestCase):
    def write(self, folder: Path, record: str, beats: int) -> None:
        layout = {"channels": ["a", "b"], "beatWindowLength": 108, "features": {"causal": ["f"]}}
        (folder / "layout.json").write_text(json.dumps(layout))
        (folder / "causal").mkdir()
        with (folder / "causal" / "both.csv").open("w", newline="") as file:
            csv.writer(file).writerows([["record", "piece", "timeS", "class"], *[[record, 0, k, "N"] for k in range(beats)]])
        np.zeros((2, 2, 108), "<f4").tofile(folder / "causal" / "both.windows.f32")
        np.zeros((2, 1), "<f4").tofile(folder / "causal" / "both.features.f32")

    def test_reads_and_refuses_test_records_and_half_files(self) -> None:
        for record, count, problem in (("101", 2, None), ("100", 2, "100"), ("201", 2, "201"), ("101", 3, "number of beats")):
            with tempfile.TemporaryDirectory() as name:
                self.write(Path(name), record, count)
                if problem is None:
                    self.assertEqual(len(read_beats(Path(name), "causal", ["both"])), 2)
                else:
                    with self.assertRaisesRegex(ValueError, problem):
                        read_beats(Path(name), "causal", ["both"])


class Drawing(unittest.TestCase):
    def test_classes_and_records_by_the_root_of_their_number(self) -> None:
        rows = [("101", "both", "N")] * 64 + [("106", "both", "N")] * 36 + [("106", "both", "S")] * 16
        beats = beats_of(rows + [("101", "first", "V")] * 5 + [("101", "both", "-")] * 3)
        weights = sampling_weights(beats, {"both": 0.8, "first": 0.2})
        of = lambda record, label: weights[(beats.record == record) & (beats.label == label)].sum()  # noqa: E731
        self.assertAlmostEqual(weights.sum(), 1)
        self.assertAlmostEqual(of("101", "V"), 0.2)
        self.assertAlmostEqual(of("106", "S"), 0.8 * 4 / 14)
        self.assertAlmostEqual(of("101", "N") / of("106", "N"), 8 / 6)
        self.assertEqual(of("101", "-"), 0)

    def test_augmentation_moves_both_channels_alike(self) -> None:
        windows = torch.randn(6, 1, 108).expand(-1, 2, -1).clone()
        generator = torch.Generator().manual_seed(1)
        settings = {"gain": 0.2, "flip": 0.5, "shift": 3, "level": 0.1, "noise": 0.0}
        changed = augmented(windows, settings, generator)
        self.assertTrue(torch.allclose(changed[:, 0], changed[:, 1]))
        moved = shifted(windows, 2, generator)
        self.assertTrue(all(any(torch.equal(m[0, 4:-4], w[0, 4 + s : 104 + s]) for s in range(-2, 3)) for m, w in zip(moved, windows)))


class Figures(unittest.TestCase):
    def test_missed_and_false_beats_count(self) -> None:
        beats = beats_of([("101", "both", x) for x in ("N", "N", "S", "V", "V", "-", "*")])
        found = confusions(beats, np.array(["N", "S", "S", "V", "N", "V", "V"]), [("101", "V")])
        figure = figures(found["101"])
        self.assertAlmostEqual(figure["classes"]["V"]["se"], 1 / 3)
        self.assertAlmostEqual(figure["classes"]["V"]["ppv"], 1 / 2)
        self.assertAlmostEqual(figure["classes"]["S"]["f1"], 2 / 3)
        self.assertAlmostEqual(figure["accuracy"], 3 / 6)
        low, high = interval({"a": found["101"], "b": found["101"]}, lambda m: figures(m)["accuracy"], draws=50)
        self.assertAlmostEqual(low, high)

    def test_calibration_error(self) -> None:
        self.assertAlmostEqual(expected_calibration_error(np.array([0.9, 0.9]), np.array([True, False])), 0.4)


class Graphs(unittest.TestCase):
    def test_thresholds_round_down(self) -> None:
        for value in (0.1, 1 / 3, -0.1, 2.0):
            self.assertLessEqual(rounded_down(value), value)
            self.assertAlmostEqual(rounded_down(value), value, 6)

    def test_eight_bits_keep_every_layer(self) -> None:
        torch.manual_seed(1)
        net = BeatNet(3, len(CLASSES), NET).eval()
        beats = beats_of([("101", "both", "N")] * 20)
        ranges = activation_ranges(net, beats.windows, beats.features, 0.999)
        self.assertEqual(len(ranges), 9)
        self.assertTrue(all(low <= 0 < high for low, high in ranges))
        model = quantised(net_graph(net, beats.windows, beats.features, LOGITS), ranges)
        kinds = [node.op_type for node in model.graph.node]
        self.assertEqual(kinds.count("QuantizeLinear"), 9)
        self.assertEqual(kinds.count("DequantizeLinear"), 27)
        with self.assertRaisesRegex(ValueError, "ranges"):
            quantised(net_graph(net, beats.windows, beats.features, LOGITS), [*ranges, (0.0, 1.0)])


class Cards(unittest.TestCase):
    """The cards that ship say what their model.json says."""

    def test_the_cards_are_those_of_the_figures_kept(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for identity in MODELS:
                (folder / identity).mkdir()
                (folder / identity / "model.json").write_bytes((SHIPPED / identity / "model.json").read_bytes())
            write_cards(folder, None)
            for identity in MODELS:
                for file in ("CARD.md", "model.json"):
                    self.assertEqual((folder / identity / file).read_text(), (SHIPPED / identity / file).read_text(), f"{identity}/{file}")

    def test_the_loss_is_that_of_the_two_reports(self) -> None:
        def report(v: float, s: float, accuracy: float) -> dict[str, object]:
            classes = [{"name": name, "f1": {"value": value}} for name, value in (("S", s), ("V", v))]
            return {"classes": classes, "accuracy": {"value": accuracy}}

        lines = "\n".join(loss(report(0.9391, 0.7108, 0.967), report(0.9329, 0.6496, 0.963)))
        self.assertIn("| F1 of V | 0.939 | 0.933 | 0.006 |", lines)
        self.assertIn("| F1 of S | 0.711 | 0.650 | 0.061 |", lines)
        self.assertIn("| accuracy | 0.967 | 0.963 | 0.004 |", lines)


if __name__ == "__main__":
    unittest.main()
