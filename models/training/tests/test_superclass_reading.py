"""Reading WFDB, preparing inputs, splitting by patient."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd

from training.common.groups import groups_of
from training.common.measured import SCORE, VERDICT, read_measured
from training.common.wfdb import read_record
from training.common.ptbxl import CLASSES, fold_rows, load, statement_matrix
from training.common.mv100 import LEADS, prepare


def write_record(folder: Path, name: str, samples: np.ndarray, gain: str = "1000.0(0)/mV", rate: int = 100) -> Path:
    """A format-16 record of int16 samples [12, n] with PTB-XL's upper-case augmented leads."""
    count, length = samples.shape
    names = [lead.upper() for lead in LEADS[:count]]
    lines = [f"{name} {count} {rate} {length}"]
    lines += [f"{name}.dat 16 {gain} 16 0 {row[0]} 0 0 {lead}" for lead, row in zip(names, samples)]
    (folder / f"{name}.hea").write_text("\n".join(lines) + "\n# comment\n", encoding="utf-8")
    samples.T.astype("<i2").tofile(folder / f"{name}.dat")
    return folder / f"{name}.hea"


class Wfdb(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_samples_gain_and_missing(self) -> None:
        samples = np.arange(24).reshape(12, 2) * 100
        samples[3, 1] = -32768
        record = read_record(write_record(self.folder, "a", samples))
        self.assertEqual(record.leads[3], "AVR")
        self.assertEqual(record.sample_rate_hz, 100)
        self.assertAlmostEqual(float(record.samples_mv[2, 1]), 0.5)
        self.assertTrue(np.isnan(record.samples_mv[3, 1]))
        self.assertEqual(int(np.isnan(record.samples_mv).sum()), 1)

    def test_baseline_is_subtracted(self) -> None:
        record = read_record(write_record(self.folder, "a", np.full((12, 2), 300), gain="200(100)/mV"))
        self.assertTrue(np.allclose(record.samples_mv, 1.0))

    def test_truncated_samples_are_refused_by_name(self) -> None:
        header = write_record(self.folder, "short", np.zeros((12, 4), dtype=int))
        data = self.folder / "short.dat"
        data.write_bytes(data.read_bytes()[:-2])
        with self.assertRaisesRegex(ValueError, "short.hea: 47 samples in the file, 48 announced"):
            read_record(header)

    def test_other_formats_and_units_are_refused(self) -> None:
        header = write_record(self.folder, "a", np.zeros((12, 2), dtype=int))
        text = header.read_text(encoding="utf-8")
        for changed in (text.replace(" 16 1000", " 80 1000"), text.replace("/mV", "/bpm"), "", "a 12 100\n"):
            header.write_text(changed, encoding="utf-8")
            with self.assertRaises(ValueError):
                read_record(header)


class Preparation(unittest.TestCase):
    def test_order_mean_missing_clip_and_padding(self) -> None:
        samples = np.zeros((12, 900), dtype=np.float32)
        names = list(reversed(LEADS))
        samples[0, :] = 2.0  # V6, a pure offset
        samples[11, :450] = 1.0  # I
        samples[10, 0] = np.nan  # II
        samples[10, 1:] = 3.0
        samples[9, :] = np.nan  # III
        samples[8, 0] = 900.0  # aVR
        prepared = prepare(names, 100, samples)
        self.assertEqual(prepared.shape, (12, 1000))
        self.assertEqual(prepared.dtype, np.float32)
        self.assertTrue((prepared[11] == 0).all())
        self.assertTrue(np.allclose(prepared[0, :450], 0.5) and np.allclose(prepared[0, 450:900], -0.5))
        self.assertTrue((prepared[1] == 0).all())
        self.assertTrue((prepared[2] == 0).all())
        self.assertEqual(prepared[3, 0], 5.0)
        self.assertTrue(np.allclose(prepared[3, 1:900], -1.0))
        self.assertTrue((prepared[:, 900:] == 0).all())

    def test_a_long_recording_is_cropped_before_its_mean(self) -> None:
        samples = np.zeros((12, 1500), dtype=np.float32)
        samples[:, 1000:] = 9.0
        self.assertTrue((prepare(LEADS, 100, samples) == 0).all())

    def test_another_rate_or_a_missing_lead_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "500 Hz"):
            prepare(LEADS, 500, np.zeros((12, 10), dtype=np.float32))
        with self.assertRaisesRegex(ValueError, "V6"):
            prepare(LEADS[:11], 100, np.zeros((11, 10), dtype=np.float32))


class Split(unittest.TestCase):
    def test_folds_are_taken(self) -> None:
        table = pd.DataFrame({"patient_id": [1, 1, 2, 3], "strat_fold": [1, 1, 8, 9]})
        train, select = fold_rows(table, range(1, 9), [9])
        self.assertEqual(train.tolist(), [True, True, True, False])
        self.assertEqual(select.tolist(), [False, False, False, True])

    def test_a_patient_on_both_sides_is_refused(self) -> None:
        table = pd.DataFrame({"patient_id": [1, 2, 1], "strat_fold": [1, 8, 9]})
        with self.assertRaisesRegex(ValueError, "1 patients lie on both sides"):
            fold_rows(table, range(1, 9), [9])

    def test_a_fold_in_two_parts_is_refused(self) -> None:
        table = pd.DataFrame({"patient_id": [1, 2], "strat_fold": [1, 9]})
        with self.assertRaisesRegex(ValueError, "two parts"):
            fold_rows(table, [1, 9], [9])

    def test_rare_statements_are_left_out_by_the_counted_rows_alone(self) -> None:
        table = pd.DataFrame(
            {"subclass": ["AMI", "AMI NORM", "NORM"], "form": [None, None, None], "rhythm": ["SR", "SR", "AFIB"]}
        )
        matrix, names = statement_matrix(table, 2, np.array([True, True, False]))
        self.assertEqual(names, ("subclass:AMI", "rhythm:SR"))
        self.assertEqual(matrix.tolist(), [[1, 1], [1, 1], [0, 0]])


class Loading(unittest.TestCase):
    def test_a_small_folder(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "records100").mkdir()
            for record in ("00001_lr", "00002_lr"):
                write_record(folder / "records100", record, np.tile(np.arange(1000) % 7 * 100, (12, 1)))
            columns = "record,patient_id,strat_fold," + ",".join(CLASSES)
            (folder / "labels.csv").write_text(f"{columns}\n00002_lr,8,9,0,1,0,0,1\n00001_lr,7,1,1,0,0,0,0\n")
            rows = "ecg_id,patient_id,strat_fold,age,sex,pacemaker,subclass,form,rhythm\n"
            rows += "1,7,1,50,0,,NORM,,SR\n2,8,{fold},,,,AMI LVH,QWAVE,SR\n"
            (folder / "records.csv").write_text(rows.format(fold=9))
            dataset = load(folder, 1)
            self.assertEqual(dataset.table["record"].tolist(), ["00001_lr", "00002_lr"])
            self.assertEqual(dataset.labels.tolist(), [[1, 0, 0, 0, 0], [0, 1, 0, 0, 1]])
            self.assertEqual(dataset.auxiliary_names, ("subclass:AMI", "subclass:LVH", "subclass:NORM", "form:QWAVE", "rhythm:SR"))
            self.assertAlmostEqual(float(dataset.ecg.mean()), 0.0, places=6)
            (folder / "records.csv").write_text(rows.format(fold=3))
            with self.assertRaisesRegex(ValueError, "disagree on strat_fold"):
                load(folder, 1)


class Measured(unittest.TestCase):
    def test_features_and_quality_come_in_the_order_asked_for(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "measured.csv"
            path.write_text("record,quality.verdict,quality.score,a,b\nx/1,acceptable,1,2,\n2,limited,0.5,3,4\n", encoding="utf-8")
            found = read_measured(path, ["2", "1"])
            self.assertEqual((found.names, found.verdict.tolist(), found.score.tolist()), (("a", "b"), ["limited", "acceptable"], [0.5, 1.0]))
            self.assertTrue(np.array_equal(found.features, [[3, 4], [2, np.nan]], equal_nan=True))
            with self.assertRaisesRegex(ValueError, "lacks 1 records, first 3"):
                read_measured(path, ["3"])
            path.write_text("record,a\n1,2\n", encoding="utf-8")
            with self.assertRaisesRegex(ValueError, "nothing of the quality"):
                read_measured(path, ["1"])


class Groups(unittest.TestCase):
    def test_thirds_of_the_score_where_ties_allow_three(self) -> None:
        table = pd.DataFrame({"age": [17.0, 40, np.nan], "sex": [0.0, 1, np.nan], VERDICT: ["limited", "acceptable", "acceptable"]})
        found = groups_of(table.assign(**{SCORE: [0.2, 0.5, 0.9]}))
        self.assertEqual(found["quality limited"].tolist(), [True, False, False])
        self.assertEqual(found["age unknown"].tolist(), [False, False, True])
        thirds = [mask.tolist() for name, mask in found.items() if name.startswith("quality score")]
        self.assertEqual(thirds, np.eye(3, dtype=bool).tolist())
        ties = groups_of(table.assign(**{SCORE: [1.0, 1.0, 1.0]}))
        self.assertFalse(any(name.startswith("quality score") for name in ties))


if __name__ == "__main__":
    unittest.main()
