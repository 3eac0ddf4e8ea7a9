"""Preparation, windows, split, network, augmentation and the run of rhythm2017."""

import tempfile
import unittest
from collections import Counter
from pathlib import Path
from unittest.mock import patch

import numpy as np
import torch

from training.common.settings import read_settings
from training.common.splits import read_split, refuse_crossing
from training.runs import begin, finish, note_epoch, read
from training.tasks.rhythm2017 import ship
from training.tasks.rhythm2017.augment import augment, crop_and_stretch, pack
from training.tasks.rhythm2017.card import write_card
from training.tasks.rhythm2017.data import SPLIT, Recordings, Windows, load, make_split, read_labels
from training.tasks.rhythm2017.net import ExportedNet, RhythmNet
from training.tasks.rhythm2017.prepare import LIMIT, prepare, window_starts, windows
from training.tasks.rhythm2017.run import ABLATION, CONFIGS, ROWS, train_one, trained_net
from training.tasks.rhythm2017.ship import TRIALS


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(4)


class Preparation(unittest.TestCase):
    def test_scale_band_and_limits(self) -> None:
        t = np.arange(9000) / 300
        x = np.sin(2 * np.pi * 5 * t)
        plain = prepare(x.astype(np.float32), 300)
        self.assertEqual((plain.size, plain.dtype), (3000, np.float32))
        self.assertAlmostEqual(float(np.quantile(np.abs(plain), 0.95)), 1.0, delta=0.01)
        louder = prepare((7 * x + 3 + 2 * np.sin(2 * np.pi * 0.05 * t)).astype(np.float32), 300)
        self.assertLess(np.abs(louder - plain)[300:-300].max(), 0.02)
        x[4500] = 500
        self.assertEqual(np.abs(prepare(x.astype(np.float32), 300)).max(), LIMIT)

    def test_nothing_flat_and_gaps(self) -> None:
        self.assertEqual(prepare(np.zeros(0, dtype=np.float32), 300).size, 0)
        self.assertTrue((prepare(np.full(900, 2.0, dtype=np.float32), 300) == 0).all())
        self.assertTrue((prepare(np.full(900, np.nan, dtype=np.float32), 300) == 0).all())
        x = np.sin(np.arange(3000) / 5).astype(np.float32)
        x[900:1200] = np.nan
        y = prepare(x, 300)
        self.assertTrue((y[302:398] == 0).all() and np.isfinite(y).all())

    def test_windows_cover_everything_and_overlap_by_half_at_least(self) -> None:
        for samples in (0, 1, 2999, 3000, 3001, 4500, 4501, 6100, 20000):
            starts = window_starts(samples)
            self.assertEqual(starts[0], 0)
            self.assertEqual(starts[-1], max(0, samples - 3000))
            self.assertTrue(all(b - a <= 1500 for a, b in zip(starts, starts[1:])))
        self.assertEqual(window_starts(6100), [0, 1033, 2067, 3100])
        cut = windows(np.arange(1, 901, dtype=np.float32))
        self.assertEqual(cut.shape, (1, 1, 3000))
        self.assertEqual((cut[0, 0, 899], cut[0, 0, 900]), (900, 0))

    def test_means_by_recording(self) -> None:
        cut = Windows(np.zeros((3, 1, 1)), np.array([0, 1, 1]))
        self.assertEqual(cut.mean_by_recording(np.array([[1.0], [2.0], [4.0]])).tolist(), [[1.0], [3.0]])


class Split(unittest.TestCase):
    def test_the_committed_split_is_stratified_and_no_recording_crosses_it(self) -> None:
        split = read_split(SPLIT)
        refuse_crossing(list(split), list(split.values()))
        self.assertEqual(Counter(split.values()), {"train": 3971, "validation": 850, "test": 850})

    def test_a_folder_with_other_recordings_is_refused_and_parts_do_not_meet(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder, split = Path(name), Path(name) / "split.csv"
            labels = {f"A{i:05d}": "NAO~"[i % 4] for i in range(80)}
            (folder / "REFERENCE-v3.csv").write_text("".join(f"{k},{v}\n" for k, v in labels.items()))
            for record in labels:
                (folder / f"{record}.hea").write_text(f"{record} 1 300 90\n{record}.mat 16+24 1000/mV 16 0 5 5 0 ECG\n")
                (folder / f"{record}.mat").write_bytes(bytes(24) + np.arange(90, dtype="<i2").tobytes())
            self.assertEqual(read_labels(folder), labels)
            make_split(labels, split)
            parts = load(folder, "train", "validation", "test", path=split)
            names = [set(part.names) for part in parts]
            self.assertEqual(len(set.union(*names)), 80)
            self.assertFalse(names[0] & names[1] or names[0] & names[2] or names[1] & names[2])
            self.assertEqual([Counter(part.truth.tolist())[0] for part in parts], [14, 3, 3])
            (folder / "REFERENCE-v3.csv").write_text("A00000,N\n")
            with self.assertRaisesRegex(ValueError, "79 recordings"):
                load(folder, "train", path=split)


class Network(unittest.TestCase):
    def test_every_configuration_adds_up_and_does_not_read_the_padding(self) -> None:
        self.assertEqual({path.stem for path in CONFIGS.glob("*.json")} - {"base"} >= set(ROWS), True)
        for name in ROWS:
            with self.subTest(name):
                torch.manual_seed(1)
                net = RhythmNet(read_settings(CONFIGS / f"{name}.json")["net"], 4).eval()
                ecg = torch.randn(3, 1, 3000)
                ecg[1, 0, 1200:] = 0
                logits, activation, signed = ExportedNet([net, net])(ecg)
                self.assertTrue(torch.allclose(logits, net(ecg), atol=1e-4))
                self.assertTrue(torch.allclose(signed.sum(dim=2) + net.head.bias, logits, atol=1e-4))
                self.assertTrue(torch.equal(activation, torch.relu(signed)))
                if net.pool != "last":
                    self.assertEqual(float(signed[1, :, 51:].abs().max()), 0.0)
                self.assertTrue(torch.isfinite(net(torch.zeros(1, 1, 3000))).all())


class Augmentation(unittest.TestCase):
    settings = read_settings(CONFIGS / "base.json")["augment"]
    bank = {kind: torch.randn(4000) for kind in ("wander", "muscle", "electrode")}

    def test_rows_keep_their_places_and_padding_stays_nothing(self) -> None:
        packed, lengths = pack([np.full(900, 1.0), np.full(5000, 100.0), np.full(3000, 1e4)])
        x = augment(packed, lengths, 2400, self.bank, self.settings, generator())
        self.assertEqual(tuple(x.shape), (3, 1, 2400))
        sizes = [float(row[row != 0].abs().median().log10().round()) for row in x[:, 0]]
        self.assertEqual(sizes, [0, 2, 4])
        self.assertTrue((x[0, 0, 1100:] == 0).all())
        self.assertTrue(torch.equal(x, augment(packed, lengths, 2400, self.bank, self.settings, generator())))

    def test_a_map_changes_when_the_weights_are_shuffled(self) -> None:
        torch.manual_seed(2)
        net = RhythmNet(read_settings(CONFIGS / "cnn-gru.json")["net"], 4).eval()
        ecg = torch.randn(1, 1, 3000)
        before = ExportedNet([net])(ecg)[2]
        with torch.no_grad():
            for parameter in net.parameters():
                parameter.copy_(parameter.flatten()[torch.randperm(parameter.numel())].reshape(parameter.shape))
        after = ExportedNet([net])(ecg)[2]
        likeness = np.corrcoef(before.detach().flatten(), after.detach().flatten())[0, 1]
        self.assertLess(abs(likeness), 0.9)

    def test_without_stretch_a_crop_is_a_piece_of_the_recording(self) -> None:
        ramp = np.arange(1, 4001, dtype=np.float32)
        packed, lengths = pack([ramp] * 20)
        x = crop_and_stretch(packed, lengths, 1000, 0.0, generator())[:, 0]
        self.assertTrue(torch.allclose(x.diff(dim=1), torch.ones(20, 999), atol=1e-2))
        self.assertTrue(float(x.max()) <= 4000 and len(set(x[:, 0].round().tolist())) > 15)


class Training(unittest.TestCase):
    def test_a_run_learns_and_its_net_comes_back(self) -> None:
        rng = np.random.default_rng(1)

        def part(count: int) -> Recordings:
            truth = np.arange(count) % 2
            signals = [
                (np.sin(np.arange(1200) / (3 if label else 9)) + rng.normal(0, 0.1, 1200)).astype(np.float32)
                for label in truth
            ]
            return Recordings(tuple(map(str, range(count))), truth, tuple(signals))

        settings = read_settings(CONFIGS / "cnn.json")
        settings["recipe"] = {**settings["recipe"], "epochs": 5, "batch": 8, "cropSamples": 480}
        settings["evaluation"] = {**settings["evaluation"], "bootstrapRepeats": 20}
        with tempfile.TemporaryDirectory() as folder:
            run = train_one(part(64), part(16), Augmentation.bank, settings, Path(folder), lambda line: None)
            metrics = read(run, "metrics.json")
            self.assertEqual(metrics["validation"]["recordings"], 16)
            self.assertGreater(metrics["validation"]["f1"]["N"]["value"], 0.8)
            going_on = {**settings, "name": "on", "start": {"name": "CNN"}, "recipe": {**settings["recipe"], "epochs": 1}}
            on = train_one(part(64), part(16), Augmentation.bank, going_on, Path(folder), lambda line: None)
            self.assertGreater(read(on, "metrics.json")["validation"]["f1"]["N"]["value"], 0.8)
            with self.assertRaisesRegex(ValueError, "no finished run"):
                nowhere = {**going_on, "start": {"name": "none such"}}
                train_one(part(64), part(16), Augmentation.bank, nowhere, Path(folder), lambda line: None)
            net = trained_net(run)
            logits = np.load(run.folder / "validation_logits.npy")
            expected = net(torch.from_numpy(windows(part(1).signals[0]))).shape
            self.assertEqual((logits.shape, tuple(expected)), ((16, 4), (1, 4)))


class Trials(unittest.TestCase):
    def test_every_run_and_every_mean_is_noted_once_and_a_bias_a_class_is_tried(self) -> None:
        truth = np.arange(200) % 4
        rng = np.random.default_rng(3)
        settings = {"name": "x", "evaluation": {"crossFitParts": 5, "crossFitSeed": 1}}
        with tempfile.TemporaryDirectory() as folder:
            runs, made = Path(folder), []
            for seed in (1, 2):
                run = begin(runs, "rhythm2017", {**settings, "seed": seed})
                logits = 2 * np.eye(4)[truth] + rng.normal(0, 1, (200, 4)) + np.array([3.0, 0, 0, 0])
                np.save(run.folder / "validation_logits.npy", logits)
                note_epoch(run, {"epoch": 1, "score": 0.5})
                finish(run, {"cpuMinutes": 1, "validation": {"recordings": 200, "score": 0.5}})
                made.append(run)
            note_epoch(begin(runs, "rhythm2017", {**settings, "seed": 3}), {"epoch": 1, "score": 0.4, "cpu_seconds": 60})
            score = ship.calibrated_score(truth, logits, settings["evaluation"])
            self.assertGreater(score[True], score[False] + 0.1)
            with patch.object(ship, "TRIALS", runs / "trials.csv"), patch.object(ship, "judged_truth", lambda data: truth):
                self.assertEqual(ship.write_trials(runs, Path(), (), [made]), 4)
                self.assertEqual(ship.write_trials(runs, Path(), made), 4)
                rows = (runs / "trials.csv").read_text().splitlines()
            self.assertEqual([row.rsplit(",", 1)[1] for row in rows], ["shipped", "no", "no", "no", "yes"])
            *single, mean = (row.rsplit(",", 2)[1] for row in rows[1:])
            self.assertEqual(sum(score == "" for score in single), 1)
            self.assertGreater(float(mean), max(float(score) for score in single if score))


class Card(unittest.TestCase):
    def test_the_card_is_that_of_the_model_and_names_the_commands_in_order(self) -> None:
        shipped = Path(__file__).parents[2] / "rhythm2017-net"
        with tempfile.TemporaryDirectory() as name:
            out = Path(name)
            for file in ("model.json", "config.json"):
                (out / file).write_bytes((shipped / file).read_bytes())
            write_card(out, ABLATION, TRIALS)
            card = (out / "CARD.md").read_text(encoding="utf-8")
        self.assertEqual(card, (shipped / "CARD.md").read_text(encoding="utf-8"))
        places = [card.index(f"configs/{name}.json") for name in ("cnn-gru", "on-gru", "cnn-lstm")]
        self.assertEqual(places, sorted(places))
        self.assertIn("--ship RUN-OF-on-gru RUN-OF-cnn-lstm RUN-OF-cnn-gru", card)


if __name__ == "__main__":
    unittest.main()
