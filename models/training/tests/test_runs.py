"""What a run leaves behind and how it is found again."""

import tempfile
import unittest
from pathlib import Path

from training.common.pictures import learning_curves
from training.common.settings import merged, read_settings
from training.runs import begin, best_run, compare, epochs_of, find_runs, finish, flattened, note_epoch, read


class Runs(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name)

    def make(self, width: int, score: float | None) -> object:
        run = begin(self.root, "task", {"name": f"w{width}", "net": {"width": width}})
        for epoch in (1, 2):
            note_epoch(run, {"epoch": epoch, "train_loss": 1 / epoch, "score": epoch / 10})
        if score is not None:
            finish(run, {"validation": {"score": score}})
        return run

    def test_record_list_best_compare(self) -> None:
        first, second, unfinished = self.make(8, 0.7), self.make(16, 0.8), self.make(32, None)
        self.assertEqual(len(find_runs(self.root)), 3)
        self.assertEqual(find_runs(self.root, "other"), [])
        self.assertEqual(best_run(self.root, "task"), second)
        self.assertEqual(best_run(self.root, "task", wanted=["net.width=8"]), first)
        with self.assertRaisesRegex(ValueError, "no finished run"):
            best_run(self.root, "task", wanted=["net.width=32"])
        self.assertEqual(epochs_of(unfinished)[1], {"epoch": 2, "train_loss": 0.5, "score": 0.2})
        text = compare(first, second)
        self.assertIn("net.width", text)
        self.assertIn("0.8", text)
        self.assertEqual(read(first, "environment.json")["threads"] >= 1, True)

    def test_the_same_settings_twice_are_two_runs_of_one_hash(self) -> None:
        names = [self.make(8, 0.5).folder.name for _ in range(2)]
        self.assertEqual(len(set(names)), 2)
        self.assertEqual(names[0][16:24], names[1][16:24])

    def test_a_picture_of_several_runs(self) -> None:
        path = self.root / "curves.png"
        learning_curves({run.name: epochs_of(run) for run in (self.make(8, 0.5), self.make(9, 0.6))}, path)
        self.assertGreater(path.stat().st_size, 1000)


class Settings(unittest.TestCase):
    def test_extends_and_dotted_names(self) -> None:
        self.assertEqual(merged({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": 3}, "d": []}), {"a": {"b": 3, "c": 2}, "d": []})
        self.assertEqual(flattened({"a": {"b": 1}, "c": [2]}), {"a.b": 1, "c": [2]})
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "base.json").write_text('{"a": {"b": 1, "c": 2}}')
            (Path(folder) / "x.json").write_text('{"extends": "base.json", "a": {"c": 4}}')
            self.assertEqual(read_settings(Path(folder) / "x.json"), {"a": {"b": 1, "c": 4}})


if __name__ == "__main__":
    unittest.main()
