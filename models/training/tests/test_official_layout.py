"""PTB-XL in its official layout: read, measured and trained on with the same command as a part; made recordings."""

import argparse
import json
import tempfile
import unittest
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from training.common.formulae import formulae, signal
from training.common.mv100 import LEADS
from training.common.ptbxl import CLASSES, ids, load, read_table
from training.common.settings import read_settings, write_json
from training.runs import find_runs
from training.tasks.binary import command as binary
from training.tasks.superclass import command as superclass
from training.tasks.validity import command as validity

TASKS = Path(__file__).parent.parent / "tasks"
FOLDS, PER_FOLD = (1, 2, 3), 10
CODES = ("{'NORM': 100.0, 'SR': 0.0}", "{'IMI': 35.0, 'QWAVE': 0.0}", "{'NDT': 0.0, 'ABQRS': 0.0}", "{'CLBBB': 100.0}", "{'LVH': 50.0}")


def write_official(folder: Path) -> None:
    """Two recordings a patient, a chest lead too tall for each class; the last has a statement of rhythm alone, and the file of the one in fold 10 is not there."""
    count = len(FOLDS) * PER_FOLD + 2
    rng = np.random.default_rng(1)
    names = [f"records100/{(i + 1) // 1000:02d}000/{i + 1:05d}_lr" for i in range(count)]
    for row, name in enumerate(names[:-2]):
        header = folder / f"{name}.hea"
        header.parent.mkdir(parents=True, exist_ok=True)
        samples = signal(formulae()[0]) + 0.01 * rng.normal(size=(12, 1000))
        samples[6 + row % 5] *= 2
        header.with_suffix(".dat").write_bytes(np.round(1000 * samples).T.astype("<i2").tobytes())
        lines = [f"{header.stem} 12 100 1000", *[f"{header.stem}.dat 16 1000.0(0)/mV 16 0 0 0 0 {lead}" for lead in LEADS]]
        header.write_text("\n".join(lines) + "\n", encoding="utf-8")
    database = pd.DataFrame(
        {
            "ecg_id": np.arange(count) + 1,
            "patient_id": 100.0 + np.arange(count) // 2,
            "age": [300.0, *([50.0] * (count - 1))],
            "sex": np.arange(count) % 2,
            "report": 'sinus rhythm, "normal"',
            "scp_codes": [*[CODES[i % len(CODES)] for i in range(count - 1)], "{'AFLT': 0.0}"],
            "pacemaker": None,
            "strat_fold": [*np.repeat(FOLDS, PER_FOLD), 10, 10],
            "filename_lr": names,
            "filename_hr": names,
        }
    )
    database.to_csv(folder / "ptbxl_database.csv", index=False)
    rows = [
        ("NORM", 1, None, None, "NORM", "NORM"),
        ("IMI", 1, None, None, "MI", "IMI"),
        ("NDT", 1, 1, None, "STTC", "STTC"),
        ("CLBBB", 1, None, None, "CD", "CLBBB"),
        ("LVH", 1, None, None, "HYP", "LVH"),
        ("QWAVE", None, 1, None, None, None),
        ("ABQRS", None, 1, None, None, None),
        ("SR", None, None, 1, None, None),
        ("AFLT", None, None, 1, None, None),
    ]
    columns = ["", "diagnostic", "form", "rhythm", "diagnostic_class", "diagnostic_subclass"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "scp_statements.csv", index=False)


EVALUATION = {"bootstrapRepeats": 5, "crossFitParts": 2, "crossFitSeed": 9}


def small_superclass() -> dict[str, Any]:
    config = read_settings(TASKS / "superclass" / "config.json")
    net = {"stem": 8, "blocks": [[8, 3, 2, 1], [8, 3, 2, 1]], "dropout": 0.0}
    config |= {"folds": list(FOLDS), "net": net, "auxiliaryMinimum": 2, "netShare": 0.1}
    config["recipe"] |= {"epochs": 1, "batch": 8}
    recipe = {"trees": 20, "learningRate": 0.3, "featureShare": 0.5, "rowShare": 1.0, "leastLeaf": 1}
    config["trees"] = {"seeds": [1], "recipe": {**config["trees"]["recipe"], **recipe}}
    config["evaluation"] |= EVALUATION
    return config


def small_regression() -> dict[str, Any]:
    regression = read_settings(TASKS / "binary" / "configs" / "logreg.json")
    regression |= {"folds": list(FOLDS)}
    regression["evaluation"] |= EVALUATION
    return regression


class OfficialLayout(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        self.data = self.folder / "data"
        self.data.mkdir()
        write_official(self.data)

    def test_the_tables_give_labels_statements_and_paths(self) -> None:
        table = read_table(self.data)
        self.assertEqual(len(table), len(FOLDS) * PER_FOLD + 1)
        self.assertEqual(table.loc[:4, list(CLASSES)].to_numpy().tolist(), np.eye(5, dtype=int).tolist())
        third = table.loc[2]
        self.assertEqual((third["record"], third["path"]), ("00003_lr", "records100/00000/00003_lr.hea"))
        self.assertEqual((third["subclass"], third["form"], third["rhythm"]), ("STTC", "ABQRS NDT", ""))
        self.assertEqual(third["patient_id"], 101)
        self.assertTrue(np.isnan(table.loc[0, "age"]))
        self.assertEqual(ids(table), "1-31")

    def test_no_file_of_another_fold_is_opened(self) -> None:
        self.assertEqual(load(self.data, 1, FOLDS).ecg.shape, (30, 12, 1000))
        with self.assertRaises(FileNotFoundError):
            load(self.data, 1)

    def test_a_folder_of_neither_layout_is_refused(self) -> None:
        (self.data / "scp_statements.csv").unlink()
        with self.assertRaisesRegex(FileNotFoundError, "ptbxl_database.csv and scp_statements.csv nor labels.csv"):
            read_table(self.data)

    def train(self, runs: Path, said: list[str], task: Any, config: str, *more: str) -> None:
        parser = argparse.ArgumentParser()
        task.add_arguments(parser, self.folder)
        given = ["--data", str(self.data), "--config", str(self.folder / config), *more]
        task.run(parser.parse_args(given), runs, said.append)

    def test_both_tasks_are_trained_with_the_command_of_a_part(self) -> None:
        write_json(self.folder / "superclass.json", small_superclass())
        write_json(self.folder / "binary.json", small_regression())
        said: list[str] = []
        runs, models = self.folder / "runs", self.folder / "models"
        train = partial(self.train, runs, said)
        train(superclass, "superclass.json", "--out", str(models / "superclass"))
        (measured,) = runs.glob("superclass/*/measured.csv")
        train(binary, "binary.json", "--models", str(models), "--measured", str(measured))
        five = json.loads((models / "superclass" / "model.json").read_text(encoding="utf-8"))
        answer = json.loads((models / "binary-logreg" / "model.json").read_text(encoding="utf-8"))
        for model in (five, answer):
            self.assertEqual(model["training"]["recordings"], len(FOLDS) * PER_FOLD)
            self.assertEqual([one["leastDurationS"] for one in model["inputs"] if one["kind"] == "signal"], [5] * (model is five))
            self.assertIn("ids 1-30", model["training"]["data"])
            self.assertIn("records 1-30, folds 1-3", model["metrics"]["set"])
            self.assertEqual(model["metrics"]["outOfFold"]["groups"]["quality acceptable"]["n"], 30)
        self.assertGreater(len(answer["inputs"][0]["features"]), 600)


    def test_a_class_without_support_is_left_out_before_anything_is_trained(self) -> None:
        database = pd.read_csv(self.data / "ptbxl_database.csv")
        database["scp_codes"] = database["scp_codes"].str.replace("'LVH': 50.0", "'NORM': 100.0")
        # And a class that one fold alone holds: without that fold nothing is known of it.
        others = database["strat_fold"] > 1
        database.loc[others, "scp_codes"] = database.loc[others, "scp_codes"].str.replace("'CLBBB': 100.0", "'IMI': 100.0")
        database.to_csv(self.data / "ptbxl_database.csv", index=False)
        write_json(self.folder / "superclass.json", small_superclass())
        said: list[str] = []
        out = self.folder / "models" / "superclass"
        self.train(self.folder / "runs", said, superclass, "superclass.json", "--out", str(out))
        model = json.loads((out / "model.json").read_text(encoding="utf-8"))
        parity = json.loads((out / "parity.json").read_text(encoding="utf-8"))
        self.assertEqual(model["classes"], ["NORM", "MI", "STTC"])
        self.assertEqual(parity["classes"], model["classes"])
        self.assertEqual({len(vector["logits"]) for vector in parity["vectors"]}, {3})
        self.assertEqual((len(model["thresholds"]), len(model["calibration"]["slope"])), (3, 3))
        self.assertIn("NORM, MI and STTC", model["intendedUse"])
        self.assertIn("CD has too few", said[0])
        self.assertIn("HYP has too few", said[1])

    def test_a_set_of_which_nothing_can_be_learned_is_refused(self) -> None:
        database = pd.read_csv(self.data / "ptbxl_database.csv").assign(scp_codes="{'NORM': 100.0}")
        database.to_csv(self.data / "ptbxl_database.csv", index=False)
        write_json(self.folder / "superclass.json", small_superclass())
        write_json(self.folder / "binary.json", small_regression())
        runs = self.folder / "runs"
        with self.assertRaisesRegex(ValueError, "no class"):
            self.train(runs, [], superclass, "superclass.json", "--out", str(self.folder / "models"))
        with self.assertRaisesRegex(ValueError, "only normal"):
            self.train(runs, [], binary, "binary.json", "--models", str(self.folder))
        self.assertEqual(find_runs(runs), [])

    def test_a_start_that_is_refused_leaves_no_run(self) -> None:
        write_json(self.folder / "superclass.json", small_superclass())
        write_json(self.folder / "binary.json", small_regression())
        write_json(self.folder / "ensemble.json", read_settings(TASKS / "binary" / "configs" / "ensemble.json") | {"folds": list(FOLDS)})
        write_json(self.folder / "validity.json", read_settings(TASKS / "validity" / "config.json"))
        runs, absent = self.folder / "runs", str(self.folder / "absent.csv")
        models = ("--models", str(self.folder / "models"))
        with self.assertRaises(FileNotFoundError):
            self.train(runs, [], superclass, "superclass.json", "--measured", absent)
        with self.assertRaises(FileNotFoundError):
            self.train(runs, [], binary, "binary.json", "--measured", absent, *models)
        with self.assertRaises(FileNotFoundError):
            self.train(runs, [], binary, "ensemble.json", *models)
        with self.assertRaises(FileNotFoundError):
            self.train(runs, [], validity, "validity.json", "--cinc2011", absent)
        (self.data / "ptbxl_database.csv").unlink()
        for task, config, more in ((superclass, "superclass.json", ()), (binary, "binary.json", models)):
            with self.assertRaises(FileNotFoundError):
                self.train(runs, [], task, config, *more)
        self.assertEqual(find_runs(runs), [])


if __name__ == "__main__":
    unittest.main()
