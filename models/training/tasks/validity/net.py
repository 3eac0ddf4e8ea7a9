"""Three scores of strangeness: an autoencoder's error, the distance of features from those of real ECGs, and both."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

LEAST_MV = 0.01
"""Below this a lead counts as silent: keeps ratios finite."""

BOXES = (3, 7, 15, 31, 63, 127)
"""Widths in samples of running means; the energies between neighbours are bands of about an octave."""

LAGS = (15, 25, 35)
"""Samples between a QRS and where T is (behind it) and P is not (before it)."""


class Autoencoder(nn.Module):
    """[n, 12, 1000] mV -> the same through a bottleneck of 32 cells."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__()
        first, second, narrow = settings["channels"]
        self.encoder = nn.Sequential(
            nn.Conv1d(12, first, 9, stride=4, padding=4),
            nn.ReLU(),
            nn.Conv1d(first, second, 7, stride=4, padding=3),
            nn.ReLU(),
            nn.Conv1d(second, narrow, 5, stride=2, padding=2),
        )
        self.decoder = nn.Sequential(
            nn.Upsample(scale_factor=2),
            nn.Conv1d(narrow, second, 5, padding=2),
            nn.ReLU(),
            nn.Upsample(scale_factor=4),
            nn.Conv1d(second, first, 7, padding=3),
            nn.ReLU(),
            nn.Upsample(scale_factor=4),
            nn.Conv1d(first, 12, 9, padding=4),
        )

    def forward(self, ecg: Tensor) -> Tensor:
        padded = functional.pad(ecg, (12, 12))
        return self.decoder(self.encoder(padded))[:, :, 12:1012]

    def errors(self, ecg: Tensor) -> Tensor:
        """[n, 12] logarithm of each lead's error as a share of its power."""
        error = (self(ecg) - ecg).pow(2).mean(dim=2)
        return torch.log((error + LEAST_MV**2) / (ecg.pow(2).mean(dim=2) + LEAST_MV**2))


def _mean_box(x: Tensor, width: int) -> Tensor:
    return functional.avg_pool1d(x, width, stride=1, padding=width // 2, count_include_pad=True)


def _standardised(x: Tensor, least: float) -> tuple[Tensor, Tensor]:
    """(standard deviation with a floor, x over it)."""
    centred = x - x.mean(dim=2, keepdim=True)
    spread = torch.sqrt(centred.pow(2).mean(dim=2, keepdim=True) + least**2)
    return spread, centred / spread


def _shape(z: Tensor) -> list[Tensor]:
    """Third moment and logarithm of the fourth of standardised values."""
    square = z * z
    return [(square * z).mean(dim=2), torch.log((square * square).mean(dim=2) + 0.01)]


class SignalFeatures(nn.Module):
    """[n, 12, 1000] mV -> features [n, f] of sizes, shapes, bands, agreement of the leads and the order of the waves."""

    def __init__(self) -> None:
        super().__init__()
        upper = [(a, b) for a in range(12) for b in range(a + 1, 12)]
        self.register_buffer("pairs", torch.tensor([12 * a + b for a, b in upper]))

    def forward(self, ecg: Tensor) -> Tensor:
        spread, z = _standardised(ecg, LEAST_MV)
        step = ecg[:, :, 1:] - ecg[:, :, :-1]
        step_spread, step_z = _standardised(step, LEAST_MV / 10)
        boxes = [ecg, *[_mean_box(ecg, width) for width in BOXES]]
        slope = boxes[3][:, :, 8:] - boxes[3][:, :, :-8]
        slope_spread, slope_z = _standardised(slope, LEAST_MV / 2)
        power = spread[:, :, 0].pow(2)
        bands = [
            torch.log(((fine - coarse).pow(2).mean(dim=2) + LEAST_MV**2 / 10) / power)
            for fine, coarse in zip(boxes[:-1], boxes[1:])
        ]
        per_lead = [
            torch.log(spread[:, :, 0]),
            torch.log(step_spread[:, :, 0] / spread[:, :, 0]),
            torch.log(ecg.abs().amax(dim=2) / spread[:, :, 0] + 0.1),
            torch.relu(ecg.abs() - 4).mean(dim=2),
            *_shape(z),
            *_shape(step_z),
            *_shape(slope_z),
            *bands,
        ]
        alike = torch.matmul(z, z.transpose(1, 2)).flatten(1)[:, self.pairs] / ecg.shape[2]
        limbs = [ecg[:, lead] for lead in range(6)]
        one, two, three, avr, avl, avf = limbs
        rules = torch.stack([one + three - two, avr + (one + two) / 2, avl - (one - three) / 2, avf - (two + three) / 2], dim=1)
        limb_power = ecg[:, :6].pow(2).mean(dim=(1, 2)).unsqueeze(1) + LEAST_MV**2
        broken = torch.log((rules.pow(2).mean(dim=2) + LEAST_MV**2 / 10) / limb_power)
        sharp = _mean_box((boxes[1] - boxes[3]).pow(2).sum(dim=1, keepdim=True), 7)[:, 0]
        slow = (boxes[2] - boxes[5]).abs().sum(dim=1)
        scale = sharp.mean(dim=1) * slow.mean(dim=1) + LEAST_MV**3
        order = [((sharp[:, lag:-lag] * (slow[:, 2 * lag :] - slow[:, : -2 * lag])).mean(dim=1) / scale) for lag in LAGS]
        peaks = torch.log(sharp.pow(2).mean(dim=1) / (sharp.mean(dim=1).pow(2) + LEAST_MV**6) + 0.1)
        return torch.cat([*per_lead, alike, broken, torch.stack([*order, peaks], dim=1)], dim=1)


class Distance(nn.Module):
    """Logarithm of the mean squared distance of features from those of real ECGs, whitened (Mahalanobis).

    Features are standardised and drawn in by asinh, so that one wild value does not outweigh all others.
    """

    def __init__(self, mean: np.ndarray, spread: np.ndarray, centre: np.ndarray, whiten: np.ndarray) -> None:
        super().__init__()
        for name, value in (("mean", mean), ("scale", 1 / spread), ("centre", centre), ("whiten", whiten)):
            self.register_buffer(name, torch.from_numpy(np.asarray(value, dtype=np.float32)))

    def forward(self, features: Tensor) -> Tensor:
        """[n, f] -> [n, 1]."""
        far = torch.matmul(drawn_in((features - self.mean) * self.scale) - self.centre, self.whiten)
        return torch.log(far.pow(2).mean(dim=1, keepdim=True) + 1e-6)


def drawn_in(z: Tensor) -> Tensor:
    """asinh, in operations that ONNX's opset has for float32 everywhere."""
    size = z.abs()
    return torch.sign(z) * torch.log(size + torch.sqrt(size * size + 1))


class Score(nn.Module):
    """What is exported: ecg [n, 12, 1000] -> score [n, 1] of one of the three kinds."""

    def __init__(self, kind: str, autoencoder: Autoencoder, distance: Distance | None) -> None:
        super().__init__()
        self.kind = kind
        self.autoencoder = autoencoder if kind != "distance" else None
        self.features = SignalFeatures() if kind != "autoencoder" else None
        self.distance = distance

    def described(self, ecg: Tensor) -> Tensor:
        """[n, f] what the distance is taken of."""
        parts = []
        if self.features is not None:
            parts.append(self.features(ecg))
        if self.autoencoder is not None:
            parts.append(self.autoencoder.errors(ecg))
        return torch.cat(parts, dim=1)

    def forward(self, ecg: Tensor) -> Tensor:
        if self.distance is None:
            error = (self.autoencoder(ecg) - ecg).pow(2).mean(dim=(1, 2))
            power = ecg.pow(2).mean(dim=(1, 2))
            return torch.log((error + LEAST_MV**2) / (power + LEAST_MV**2)).unsqueeze(1)
        return self.distance(self.described(ecg))
