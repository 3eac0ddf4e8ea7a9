"""What one lead may look like on another day: another stretch of it, faster or slower, other way round, with real noise."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from ...common.augment import cut_out, flip_sign, gain
from ...common.noise import draw_noise


def pack(signals: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Recordings of any lengths as one [n, longest + 2] filled with zeros, and their lengths [n]."""
    lengths = torch.tensor([s.size for s in signals])
    packed = torch.zeros(len(signals), int(lengths.max()) + 2)
    for row, signal in enumerate(signals):
        packed[row, : signal.size] = torch.from_numpy(signal)
    return packed, lengths


def crop_and_stretch(
    packed: Tensor, lengths: Tensor, samples: int, stretch: float, generator: torch.Generator
) -> Tensor:
    """[n, 1, samples]: a random stretch of each recording at a random speed; zeros where a recording has ended."""
    count = len(packed)
    speed = 1 + stretch * (2 * torch.rand((count, 1), generator=generator) - 1)
    room = (lengths[:, None] - speed * samples).clamp(min=0)
    position = room * torch.rand((count, 1), generator=generator) + speed * torch.arange(samples)[None, :]
    left = position.floor().long().clamp(max=packed.shape[1] - 2)
    part = (position - left).clamp(0, 1)
    read = packed.gather(1, left) * (1 - part) + packed.gather(1, left + 1) * part
    return read.masked_fill(position > lengths[:, None] - 1, 0.0)[:, None, :]


def augment(
    packed: Tensor,
    lengths: Tensor,
    samples: int,
    bank: Mapping[str, Tensor],
    settings: Mapping[str, Any],
    generator: torch.Generator,
) -> Tensor:
    """[n, 1, samples]; what was 0 (no signal) stays 0, for the net reads it as missing."""
    clean = crop_and_stretch(packed, lengths, samples, settings["stretch"], generator)
    there = clean != 0
    x = flip_sign(gain(clean, settings["gain"], generator), settings["flip"], generator)
    x = (x + draw_noise(bank, tuple(x.shape), settings["noise"], generator)) * there
    return cut_out(x, settings["cutShare"], settings["cutSamples"], generator)
