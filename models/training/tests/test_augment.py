"""Augmentation: seeded, of the same shape, and doing to labels only what it does to signals."""

import unittest

import torch

from training.common import augment as a
from training.common.noise import draw_noise

CHANGES = {
    "gain": lambda x, g: a.gain(x, 0.3, g),
    "lead gain": lambda x, g: a.lead_gain(x, 0.1, g),
    "wander": lambda x, g: a.sine_wander(x, 100, 0.2, g),
    "white noise": lambda x, g: a.white_noise(x, 0.1, g),
    "lead dropout": lambda x, g: a.drop_leads(x, 0.9, 0.5, g),
    "sign": lambda x, g: a.flip_sign(x, 0.5, g),
    "cut": lambda x, g: a.cut_out(x, 0.9, 80, g),
    "stretch": lambda x, g: a.stretch(x, 0.1, g),
    "stretch and shift": lambda x, g: a.stretch_and_shift(x, 0.1, g),
}


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(5)


class EveryChange(unittest.TestCase):
    def test_it_is_seeded_keeps_shape_and_source_and_changes_something(self) -> None:
        ecg = torch.randn(6, 2, 300)
        source = ecg.clone()
        for name, change in CHANGES.items():
            with self.subTest(name):
                first = change(ecg, generator())
                self.assertEqual(first.shape, ecg.shape)
                self.assertTrue(torch.equal(first, change(ecg, generator())))
                self.assertFalse(torch.equal(first, ecg))
                self.assertTrue(torch.equal(ecg, source))

    def test_rows_stay_in_their_places(self) -> None:
        # A recording must keep its row, for its label is found by the row.
        ecg = torch.stack([torch.full((1, 400), 10.0 ** k) for k in range(4)])
        for name in ("gain", "lead gain", "white noise", "stretch", "stretch and shift"):
            with self.subTest(name):
                size = CHANGES[name](ecg, generator()).abs().median(dim=2).values[:, 0]
                self.assertTrue(torch.allclose(size.log10().round(), torch.arange(4.0)))


class Details(unittest.TestCase):
    def test_stretch_puts_zeros_after_the_end(self) -> None:
        fast = a.stretch(torch.ones(40, 1, 100), 0.2, generator())
        self.assertTrue((fast[:, :, 0] == 1).all())
        self.assertTrue((fast[:, :, -1] == 0).any() and (fast[:, :, -1] == 1).any())

    def test_noise_of_a_kind_has_its_level_at_most(self) -> None:
        bank = {"muscle": torch.ones(1000)}
        drawn = draw_noise(bank, (50, 2, 100), {"muscle": 0.5}, generator())
        self.assertEqual(tuple(drawn.shape), (50, 2, 100))
        self.assertTrue(0 <= float(drawn.min()) and 0.3 < float(drawn.max()) <= 0.5)
        self.assertTrue(torch.equal(drawn[:, 0], drawn[:, 1]))

    def test_mixup_mixes_ecg_and_targets_alike(self) -> None:
        targets = torch.eye(6)
        x, y = a.mixup(targets[:, :, None].expand(6, 6, 5), targets, 0.4, generator())
        self.assertTrue(torch.allclose(x[:, :, 0], y))


if __name__ == "__main__":
    unittest.main()
