"""Random changes of ECGs [n, leads, t] that leave their labels true; everything random comes from the generator given."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor


def _uniform(shape: tuple[int, ...], low: float, high: float, generator: torch.Generator) -> Tensor:
    return low + (high - low) * torch.rand(shape, generator=generator)


def stretch_and_shift(ecg: Tensor, stretch: float, generator: torch.Generator) -> Tensor:
    """Reads [n, leads, t] at a random start and speed (1 ± stretch), round the end, with linear interpolation."""
    count, _, length = ecg.shape
    speed = _uniform((count, 1), 1 - stretch, 1 + stretch, generator)
    start = _uniform((count, 1), 0, length, generator)
    position = (start + speed * torch.arange(length)[None, :]) % length
    left = position.floor().long() % length
    weight = (position - position.floor())[:, None, :]
    rows = torch.arange(count)[:, None]
    by_time = ecg.transpose(1, 2)
    before = by_time[rows, left].transpose(1, 2)
    after = by_time[rows, (left + 1) % length].transpose(1, 2)
    return before * (1 - weight) + after * weight


def gain(ecg: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """All leads of a recording times one factor between 1 / (1 + share) and 1 + share."""
    return ecg * torch.exp(_uniform((ecg.shape[0], 1, 1), -1, 1, generator) * math.log(1 + share))


def lead_gain(ecg: Tensor, share: float, generator: torch.Generator) -> Tensor:
    return ecg * (1 + _uniform((ecg.shape[0], ecg.shape[1], 1), -1, 1, generator) * share)


def sine_wander(ecg: Tensor, rate_hz: float, size: float, generator: torch.Generator) -> Tensor:
    """One sine of 0.05 to 0.5 Hz a recording, its size drawn lead by lead."""
    count, leads, length = ecg.shape
    seconds = torch.arange(length)[None, None, :] / rate_hz
    frequency = _uniform((count, 1, 1), 0.05, 0.5, generator)
    phase = _uniform((count, 1, 1), 0, 2 * math.pi, generator)
    sizes = _uniform((count, leads, 1), -1, 1, generator) * size
    return ecg + sizes * torch.sin(2 * math.pi * frequency * seconds + phase)


def white_noise(ecg: Tensor, size: float, generator: torch.Generator) -> Tensor:
    level = _uniform((ecg.shape[0], 1, 1), 0, size, generator)
    return ecg + level * torch.randn(ecg.shape, generator=generator)


def drop_leads(ecg: Tensor, recordings: float, leads: float, generator: torch.Generator) -> Tensor:
    """In a share of the recordings, a share of the leads becomes 0."""
    hit = torch.rand((ecg.shape[0], 1, 1), generator=generator) < recordings
    dropped = (torch.rand((ecg.shape[0], ecg.shape[1], 1), generator=generator) < leads) & hit
    return ecg.masked_fill(dropped, 0.0)


def flip_sign(ecg: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """A share of the recordings upside down: an electrode pair held the other way round."""
    return torch.where(torch.rand((ecg.shape[0], 1, 1), generator=generator) < share, -ecg, ecg)


def cut_out(ecg: Tensor, share: float, longest: int, generator: torch.Generator) -> Tensor:
    """In a share of the recordings, one stretch of up to `longest` samples becomes 0 in all leads."""
    count, _, length = ecg.shape
    hit = torch.rand((count, 1, 1), generator=generator) < share
    size = torch.randint(0, longest + 1, (count, 1, 1), generator=generator)
    start = (torch.rand((count, 1, 1), generator=generator) * (length - size)).long()
    at = torch.arange(length)[None, None, :]
    return ecg.masked_fill(hit & (at >= start) & (at < start + size), 0.0)


def stretch(ecg: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """Reads from the start at a random speed (1 ± share), with linear interpolation; zeros after the end."""
    count, _, length = ecg.shape
    speed = _uniform((count, 1), 1 - share, 1 + share, generator)
    position = speed * torch.arange(length)[None, :]
    left = position.floor().long()
    weight = (position - left)[:, None, :]
    padded = torch.nn.functional.pad(ecg, (0, 2))
    rows = left.clamp(max=length)[:, None, :].expand(-1, ecg.shape[1], -1)
    return padded.gather(2, rows) * (1 - weight) + padded.gather(2, rows + 1) * weight


def mixup(
    ecg: Tensor, targets: Tensor, alpha: float, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Zhang et al. 2018 with one Beta(alpha, alpha) weight per recording."""
    count = ecg.shape[0]
    # Beta from two gammas, by numpy's sampler seeded from the generator: torch's Beta takes no generator.
    seed = int(torch.randint(0, 2**31 - 1, (1,), generator=generator))
    weight = torch.from_numpy(np.random.default_rng(seed).beta(alpha, alpha, count).astype("float32"))
    partner = torch.randperm(count, generator=generator)
    w = weight[:, None]
    return (
        ecg * w[:, :, None] + ecg[partner] * (1 - w[:, :, None]),
        targets * w + targets[partner] * (1 - w),
    )
