"""Real noise: baseline wander, muscle artefact and electrode motion of MIT-BIH's noise stress test database."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

import torch
from torch import Tensor

from .resample import resample
from .wfdb import read_record

KINDS = {"wander": "bw", "muscle": "ma", "electrode": "em"}


def load_noise(folder: Path, rate_hz: float) -> dict[str, Tensor]:
    """Per kind both channels one after the other, float32 [n], of unit standard deviation, at `rate_hz`.

    Raises FileNotFoundError when `folder` holds no bw, ma and em.
    """
    bank: dict[str, Tensor] = {}
    for kind, name in KINDS.items():
        record = read_record(folder / f"{name}.hea")
        channels = [
            torch.nan_to_num(torch.from_numpy(resample(row, record.sample_rate_hz, rate_hz)))
            for row in record.samples_mv
        ]
        bank[kind] = torch.cat([(x - x.mean()) / x.std() for x in channels])
    return bank


def draw_noise(
    bank: Mapping[str, Tensor], shape: tuple[int, int, int], levels: Mapping[str, float], generator: torch.Generator
) -> Tensor:
    """[n, leads, t]: per recording and lead a stretch of every kind in `levels`, times a size of 0 to its level.

    The size is drawn squared, so that most recordings stay nearly clean. Units are those of the levels.
    """
    count, leads, length = shape
    total = torch.zeros(shape)
    for kind, level in levels.items():
        source = bank[kind]
        start = torch.randint(0, source.numel() - length, (count, leads, 1), generator=generator)
        size = level * torch.rand((count, 1, 1), generator=generator) ** 2
        total += size * source[start + torch.arange(length)]
    return total
