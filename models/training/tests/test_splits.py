"""No group crosses a split, whatever is dealt."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.common.splits import read_split, refuse_crossing, stratified_parts, write_split

SPLITS = Path(__file__).parent.parent / "splits"


class Dealing(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(1)
        self.patients = [f"p{i}" for i in rng.integers(0, 200, 700)]
        self.labels = [str(v) for v in rng.integers(0, 3, 700)]
        self.shares = {"test": 0.2, "validation": 0.1}

    def test_a_patient_lies_in_one_part(self) -> None:
        for seed in range(20):
            refuse_crossing(self.patients, stratified_parts(self.patients, self.labels, self.shares, "train", seed))

    def test_shares_hold_in_every_label(self) -> None:
        ids = [str(i) for i in range(300)]
        labels = ["A"] * 100 + ["B"] * 200
        parts = stratified_parts(ids, labels, self.shares, "train", 3)
        self.assertEqual([parts[:100].count(p) for p in ("test", "validation", "train")], [20, 10, 70])
        self.assertEqual([parts[100:].count(p) for p in ("test", "validation", "train")], [40, 20, 140])

    def test_the_order_of_the_rows_does_not_matter_and_the_seed_does(self) -> None:
        ids = [str(i) for i in range(100)]
        first = dict(zip(ids, stratified_parts(ids, ["A"] * 100, self.shares, "train", 3)))
        back = ids[::-1]
        self.assertEqual(first, dict(zip(back, stratified_parts(back, ["A"] * 100, self.shares, "train", 3))))
        self.assertNotEqual(first, dict(zip(ids, stratified_parts(ids, ["A"] * 100, self.shares, "train", 4))))

    def test_crossing_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "1 groups lie on both sides"):
            refuse_crossing(["a", "b", "a"], ["train", "test", "test"])


class Files(unittest.TestCase):
    def test_written_and_read_again(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.csv"
            write_split(path, ["b", "a"], ["test", "train"])
            self.assertEqual(path.read_text(), "id,part\na,train\nb,test\n")
            self.assertEqual(read_split(path), {"a": "train", "b": "test"})
            path.write_text("id,part\na,train\na,test\n")
            with self.assertRaises(ValueError):
                read_split(path)

    def test_the_committed_splits_name_every_id_once(self) -> None:
        for path in SPLITS.glob("*.csv"):
            for part in set(read_split(path).values()):
                self.assertRegex(part, r"^(train|validation|select|test|fold\d+|left out)$", path.name)


if __name__ == "__main__":
    unittest.main()
