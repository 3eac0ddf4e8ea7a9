"""Random changes of an ECG that leave its labels true; all in millivolts, all from the generator given."""

from __future__ import annotations

import math
from typing import Any, Mapping

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


def augment(ecg: Tensor, settings: Mapping[str, Any], generator: torch.Generator) -> Tensor:
    """[n, 12, t] -> the same shape: time stretch and shift, gain, wander, noise, dropped leads."""
    count, leads, length = ecg.shape
    out = stretch_and_shift(ecg, settings["stretch"], generator)
    out = out * torch.exp(_uniform((count, 1, 1), -1, 1, generator) * math.log(1 + settings["gain"]))
    out = out * (1 + _uniform((count, leads, 1), -1, 1, generator) * settings["leadGain"])
    seconds = torch.arange(length)[None, None, :] / 100
    frequency = _uniform((count, 1, 1), 0.05, 0.5, generator)
    phase = _uniform((count, 1, 1), 0, 2 * math.pi, generator)
    size = _uniform((count, leads, 1), -1, 1, generator) * settings["wanderMv"]
    out = out + size * torch.sin(2 * math.pi * frequency * seconds + phase)
    level = _uniform((count, 1, 1), 0, settings["noiseMv"], generator)
    out = out + level * torch.randn(out.shape, generator=generator)
    hit = torch.rand((count, 1, 1), generator=generator) < settings["leadDropRecordings"]
    dropped = (torch.rand((count, leads, 1), generator=generator) < settings["leadDropLeads"]) & hit
    return out.masked_fill(dropped, 0.0)


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
