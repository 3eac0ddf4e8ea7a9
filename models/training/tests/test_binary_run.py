"""The runs of binary from a folder like PTB-XL's to the model folders, on made recordings."""

import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from training.common.formulae import formulae, signal
from training.common.mv100 import LEADS
from training.common.settings import read_settings
from training.tasks.binary.run import run_binary

CONFIGS = Path(__file__).parent.parent / "tasks" / "binary" / "configs"
PER_FOLD, FOLDS, FEATURES = 8, 9, 5
WRITTEN = {"model.onnx", "model.json", "CARD.md", "parity.json", "config.json", "out-of-fold.csv", "curve.png", "reliability.png"}


def write_folder(folder: Path) -> None:
    """Half of the recordings are the formula's heart, half the wide one with inverted T; every patient has two."""
    count = PER_FOLD * FOLDS
    rng = np.random.default_rng(1)
    wide = np.arange(count) // 2 % 2
    names = [f"{i + 1:05d}_lr" for i in range(count)]
    fold = 1 + np.arange(count) // PER_FOLD
    (folder / "records100").mkdir(parents=True)
    for row, name in enumerate(names):
        x = signal(formulae()[wide[row]]) + 0.02 * rng.normal(size=(12, 1000))
        (folder / "records100" / f"{name}.dat").write_bytes(np.round(1000 * x).T.astype("<i2").tobytes())
        lines = [f"{name} 12 100 1000", *[f"{name}.dat 16 1000.0(0)/mV 16 0 0 0 0 {lead}" for lead in LEADS]]
        (folder / "records100" / f"{name}.hea").write_text("\n".join(lines) + "\n", encoding="utf-8")
    patients = np.arange(count) // 2
    labels = pd.DataFrame({"record": names, "patient_id": patients, "strat_fold": fold})
    for name in ("NORM", "MI", "STTC", "CD", "HYP"):
        labels[name] = (1 - wide) if name == "NORM" else wide * (np.arange(count) % 4 != len(name))
    labels.to_csv(folder / "labels.csv", index=False)
    records = pd.DataFrame({"ecg_id": np.arange(count) + 1, "patient_id": patients, "strat_fold": fold})
    for name in ("age", "sex", "pacemaker", "subclass", "form", "rhythm"):
        records[name] = np.nan
    records.to_csv(folder / "records.csv", index=False)
    values = pd.DataFrame(rng.normal(size=(count, FEATURES)), columns=[f"f{i}" for i in range(FEATURES)])
    values["f0"] += 1.5 * wide
    values.iloc[0, 1] = np.nan
    values.insert(0, "record", names)
    values.insert(1, "quality.verdict", np.where(np.arange(count) % 3 == 0, "limited", "acceptable"))
    values.insert(2, "quality.score", 0.5 + np.arange(count) % 5 / 10)
    values.to_csv(folder / "measured.csv", index=False)


def small(name: str) -> dict[str, Any]:
    settings = read_settings(CONFIGS / f"{name}.json")
    settings["evaluation"] = {**settings["evaluation"], "bootstrapRepeats": 10}
    if name == "gru":
        settings["net"] = {"stem": [[8, 15, 8]], "gru": 6, "layers": 1, "dropout": 0.0}
        settings["recipe"] = {**settings["recipe"], "epochs": 3, "batch": 16, "learningRate": 0.03, "mixup": 0.1}
        settings["augment"] = {**settings["augment"], "cropSamples": 300}
    if name == "ensemble":
        settings["superclasses"]["recipe"]["trees"] = 4
    return settings


class Runs(unittest.TestCase):
    def test_each_configuration_writes_its_folder_and_the_ensemble_takes_the_shipped_net(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            data, models = folder / "data", folder / "models"
            write_folder(data)
            said: list[str] = []
            for config in ("gru", "logreg", "ensemble"):
                run_binary(data, models, folder / "runs", small(config), data / "measured.csv", folder / "nets", said.append)
                self.assertEqual({path.name for path in (models / f"binary-{config}").iterdir()}, WRITTEN)
            kept = len(list((folder / "nets").glob("*.pt")))
            self.assertEqual(kept, FOLDS + 1)
            described = json.loads((models / "binary-ensemble" / "model.json").read_text(encoding="utf-8"))
            held_out = {
                config: pd.read_csv(models / f"binary-{config}" / "out-of-fold.csv")["logit"]
                for config in ("gru", "ensemble")
            }
            run_binary(data, models, folder / "runs", small("gru"), data / "measured.csv", folder / "nets", said.append)
            again = pd.read_csv(models / "binary-gru" / "out-of-fold.csv")["logit"]
        self.assertEqual([one["kind"] for one in described["inputs"]], ["signal", "features"])
        self.assertEqual(described["inputs"][1]["features"], [f"f{i}" for i in range(FEATURES)])
        self.assertEqual(described["metrics"]["outOfFold"]["recordings"], PER_FOLD * FOLDS)
        self.assertEqual(set(described["metrics"]["members"]), {"net", "superclasses"})
        groups = described["metrics"]["outOfFold"]["groups"]
        self.assertEqual(groups["quality limited"]["n"], PER_FOLD * FOLDS // 3)
        self.assertEqual(groups["quality unacceptable"]["accuracy"], None)
        self.assertGreater(described["metrics"]["outOfFold"]["accuracy"]["value"], 0.7)
        self.assertTrue(np.array_equal(again, held_out["gru"]))
        self.assertFalse(np.allclose(held_out["ensemble"], held_out["gru"]))


if __name__ == "__main__":
    unittest.main()
