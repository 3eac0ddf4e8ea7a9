"""Format 212, the offset of MATLAB files, and headers whose checks are placeholders."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.common.noise import load_noise
from training.common.wfdb import read_record


def pack212(values: np.ndarray) -> bytes:
    pairs = values.reshape(-1, 2).astype(int) & 0xFFF
    rows = [[a & 0xFF, (a >> 8) | ((b >> 8) << 4), b & 0xFF] for a, b in pairs]
    return bytes(sum(rows, []))


class Reading(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_format_212_with_a_default_gain(self) -> None:
        values = np.array([[100, -1], [-2047, 2047], [-2048, 0]])
        (self.folder / "n.dat").write_bytes(pack212(values))
        (self.folder / "n.hea").write_text("n 2 360 3\nn.dat 212 0 12 0 9 9 0 a\nn.dat 212 0 12 0 9 9 0 b\n")
        mv = read_record(self.folder / "n.hea").samples_mv
        self.assertTrue(np.allclose(mv[1], [-1 / 200, 2047 / 200, 0]))
        self.assertTrue(np.allclose(mv[0, :2], [0.5, -2047 / 200]))
        self.assertTrue(np.isnan(mv[0, 2]))

    def test_a_matlab_file_is_read_behind_its_heading_and_its_checks_are_ignored(self) -> None:
        (self.folder / "a.mat").write_bytes(bytes(24) + np.array([500, -250], dtype="<i2").tobytes())
        (self.folder / "a.hea").write_text("a 1 300 2 05:05:15 1/05/2000\na.mat 16+24 1000/mV 16 0 -99 0 0 ECG\n")
        record = read_record(self.folder / "a.hea")
        self.assertTrue(np.allclose(record.samples_mv, [[0.5, -0.25]]))
        self.assertEqual((record.leads, record.sample_rate_hz), (("ECG",), 300))

    def test_noise_of_unit_size_at_the_asked_rate(self) -> None:
        for name in ("bw", "ma", "em"):
            values = np.random.default_rng(1).integers(-300, 300, (720, 2))
            (self.folder / f"{name}.dat").write_bytes(pack212(values.reshape(-1)))
            lines = [f"{name} 2 360 720"] + [f"{name}.dat 212 0 12 0 0 0 0 noise{i}" for i in (1, 2)]
            (self.folder / f"{name}.hea").write_text("\n".join(lines) + "\n")
        bank = load_noise(self.folder, 100)
        self.assertEqual(set(bank), {"wander", "muscle", "electrode"})
        self.assertEqual(bank["muscle"].numel(), 400)
        self.assertAlmostEqual(float(bank["muscle"].std()), 1.0, delta=0.01)


if __name__ == "__main__":
    unittest.main()
