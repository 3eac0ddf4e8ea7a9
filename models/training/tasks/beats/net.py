"""The beat network: one stream sees the shape of a beat, the other what is known of rhythm and likeness."""

from __future__ import annotations

from typing import Any, Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional


class BeatNet(nn.Module):
    """windows [n, 2, 108], features [n, f] -> logits [n, classes]. Scales its features itself; see `fit_scaling`."""

    def __init__(self, features: int, classes: int, settings: Mapping[str, Any]):
        super().__init__()
        a, b, c = settings["channels"]
        self.register_buffer("middle", torch.zeros(features))
        self.register_buffer("spread", torch.ones(features))
        self.morphology = nn.Sequential(
            _unit(2, a, 7, 1), _unit(a, b, 5, 2), _unit(b, c, 5, 2), _unit(c, c, 3, 1)
        )
        self.pool = nn.AdaptiveAvgPool1d(settings["cells"])
        self.shape = nn.Linear(c * settings["cells"] + c, settings["shape"])
        self.rhythm = nn.Sequential(
            nn.Linear(features, settings["rhythm"]), nn.ReLU(), nn.Dropout(settings["dropout"]),
            nn.Linear(settings["rhythm"], settings["rhythm"]), nn.ReLU(),
        )
        self.head = nn.Sequential(
            nn.Dropout(settings["dropout"]),
            nn.Linear(settings["shape"] + settings["rhythm"], settings["head"]), nn.ReLU(),
            nn.Dropout(settings["dropout"]), nn.Linear(settings["head"], classes),
        )

    def fit_scaling(self, features: Tensor) -> None:
        """Takes middle and spread of each feature from training rows [n, f]."""
        self.middle.copy_(features.median(0).values)
        self.spread.copy_(features.std(0).clamp(min=1e-3))

    def forward(self, windows: Tensor, features: Tensor) -> Tensor:
        seen = self.morphology(windows)
        pooled = torch.cat([self.pool(seen).flatten(1), seen.amax(2)], 1)
        scaled = ((features - self.middle) / self.spread).clamp(-4, 4)
        return self.head(torch.cat([functional.relu(self.shape(pooled)), self.rhythm(scaled)], 1))


def _unit(inputs: int, outputs: int, kernel: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv1d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm1d(outputs), nn.ReLU()
    )
