"""Strange inputs, the scores, and the split of validity."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.common.formulae import formulae, signal
from training.common.splits import read_split
from training.tasks.validity.candidates import SCORES, Candidates
from training.tasks.validity.command import SPLIT
from training.tasks.validity.data import BAD, GOOD, write_cinc_split
from training.tasks.validity.evaluate import against, cut_at, mean_passed
from training.tasks.validity.fit import in_batches
from training.tasks.validity.net import Autoencoder, Score, SignalFeatures, drawn_in
from training.tasks.validity.strange import KINDS, make

CHANNELS = {"channels": [8, 8, 4]}


def hearts(count: int) -> np.ndarray:
    """The formula's heart at many sizes, with a little noise."""
    rng = np.random.default_rng(4)
    sizes = rng.uniform(0.7, 1.4, (count, 1, 1))
    moved = np.stack([np.roll(signal(formulae()[0]), int(shift), axis=1) for shift in rng.integers(0, 80, count)])
    return (sizes * moved + 0.02 * rng.normal(size=moved.shape)).astype(np.float32)


class Strange(unittest.TestCase):
    def test_every_kind_is_seeded_prepared_and_not_what_it_was_made_of(self) -> None:
        real = hearts(4)
        for kind in KINDS:
            first, second = make(kind, real, 1), make(kind, real, 1)
            self.assertTrue(np.array_equal(first, second), kind)
            self.assertEqual((first.shape, first.dtype), (real.shape, np.float32), kind)
            self.assertTrue(np.isfinite(first).all() and np.abs(first).max() <= 5, kind)
            self.assertFalse(np.allclose(first, real, atol=1e-3), kind)

    def test_reversed_twice_is_the_recording(self) -> None:
        real = make("shuffled leads", hearts(2), 3)
        again = make("time reversed", make("time reversed", real, 1), 1)
        self.assertTrue(np.allclose(again, real, atol=1e-5))


class Scores(unittest.TestCase):
    def test_zeros_noise_and_excess_give_finite_features_and_scores(self) -> None:
        inputs = np.concatenate([np.zeros((1, 12, 1000)), make("noise", hearts(1), 1), np.full((1, 12, 1000), 5.0)])
        torch.manual_seed(1)
        autoencoder = Autoencoder(CHANNELS)
        self.assertTrue(torch.isfinite(SignalFeatures()(torch.from_numpy(inputs.astype(np.float32)))).all())
        candidates = Candidates(autoencoder, hearts(40))
        for kind in SCORES:
            found = in_batches(candidates.score(kind), inputs.astype(np.float32))
            self.assertEqual(found.shape, (3, 1))
            self.assertTrue(np.isfinite(found).all(), kind)

    def test_what_is_like_the_training_is_nearer_than_what_is_not(self) -> None:
        train, fresh = hearts(120)[:80], hearts(120)[80:]
        score = Candidates(Autoencoder(CHANNELS), train).score("distance")
        cut = in_batches(score, fresh)[:, 0].max()
        for kind in ("noise", "sine", "square", "shuffled leads", "time reversed", "counts as mV", "500 Hz read as 100 Hz"):
            self.assertGreater(in_batches(score, make(kind, fresh, 2))[:, 0].min(), cut, kind)

    def test_the_error_is_a_share_of_the_power(self) -> None:
        torch.manual_seed(2)
        autoencoder = Autoencoder(CHANNELS)
        ecg = torch.from_numpy(hearts(2))
        with torch.no_grad():
            error = (autoencoder(ecg) - ecg).pow(2).mean(dim=(1, 2)) / ecg.pow(2).mean(dim=(1, 2))
            found = Score("autoencoder", autoencoder, None)(ecg)[:, 0]
        self.assertTrue(torch.allclose(found, error.log(), atol=0.02))

    def test_a_table_gives_the_scores_that_the_exported_graphs_give(self) -> None:
        torch.manual_seed(3)
        candidates = Candidates(Autoencoder(CHANNELS), hearts(40))
        fresh = make("noise", hearts(3), 1)
        for kind in SCORES:
            by_table = candidates.scores(kind, candidates.table(fresh))
            self.assertTrue(np.allclose(by_table, in_batches(candidates.score(kind), fresh)[:, 0], atol=1e-4), kind)

    def test_drawing_in_is_asinh(self) -> None:
        z = torch.linspace(-50, 50, 101)
        self.assertTrue(torch.allclose(drawn_in(z), torch.asinh(z), atol=1e-4))


class Figures(unittest.TestCase):
    def test_the_cut_lets_the_share_pass(self) -> None:
        scores = np.arange(200.0)
        for acceptance in (0.95, 0.99):
            self.assertAlmostEqual((scores <= cut_at(scores, acceptance)).mean(), acceptance)

    def test_passing_against_counting(self) -> None:
        row = against(np.array([0.0, 1.0]), np.array([0.5, 2.0, 3.0, 4.0]), {"99": 1.0})
        self.assertEqual(row, {"n": 4, "auc": 7 / 8, "passedAt99": 0.25})
        self.assertEqual(mean_passed({"a": row, "b": {"passedAt99": 0.75}}, 0.99), 0.5)


class Split(unittest.TestCase):
    def test_bad_recordings_only_test_and_the_good_are_dealt(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / f"RECORDS-{GOOD}").write_text("".join(f"g{i}\n" for i in range(40)), encoding="utf-8")
            (folder / f"RECORDS-{BAD}").write_text("b1\nb2\n", encoding="utf-8")
            write_cinc_split(folder, folder / "split.csv", 5)
            parts = read_split(folder / "split.csv")
        good = [part for record, part in parts.items() if record.startswith("g")]
        self.assertEqual([good.count(part) for part in ("train", "select", "test")], [20, 10, 10])
        self.assertEqual({parts["b1"], parts["b2"]}, {"test"})

    def test_the_split_that_was_used_is_written_down(self) -> None:
        parts = list(read_split(SPLIT).values())
        self.assertEqual([parts.count(part) for part in ("train", "select", "test")], [298, 149, 330])


if __name__ == "__main__":
    unittest.main()
