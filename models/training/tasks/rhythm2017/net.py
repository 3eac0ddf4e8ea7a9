"""One network with switches, of which every row of the ablation is a setting.

[n, 1, t] -> a front that makes cells of 24 or 25 samples -> perhaps a recurrent layer -> one weight a cell -> a linear head.
The logit is a weighted sum over cells, so each cell's part in it is known exactly and is an output of the graph.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

import torch
from torch import Tensor, nn


class Block(nn.Module):
    """Two convolutions, the first with the stride; `residual` adds what came in."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, residual: bool, dropout: float) -> None:
        super().__init__()
        self.first = nn.Conv1d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=False)
        self.first_norm = nn.BatchNorm1d(outputs)
        self.second = nn.Conv1d(outputs, outputs, kernel, padding=kernel // 2, bias=False)
        self.second_norm = nn.BatchNorm1d(outputs)
        self.dropout = nn.Dropout(dropout)
        self.shortcut: nn.Module | None = None
        if residual:
            self.shortcut = nn.Sequential(
                nn.AvgPool1d(stride, stride) if stride > 1 else nn.Identity(), nn.Conv1d(inputs, outputs, 1, bias=False)
            )

    def forward(self, x: Tensor) -> Tensor:
        y = self.dropout(torch.relu(self.first_norm(self.first(x))))
        y = self.second_norm(self.second(y))
        return torch.relu(y if self.shortcut is None else y + self.shortcut(x))


class ConvolutionalFront(nn.Module):
    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__()
        stem, kernel = settings["stem"], settings["kernel"]
        layers: list[nn.Module] = [nn.Conv1d(1, stem, 15, stride=2, padding=7, bias=False), nn.BatchNorm1d(stem), nn.ReLU()]
        channels, self.cell = stem, 2
        for width, stride in settings["blocks"]:
            layers.append(Block(channels, width, kernel, stride, settings["residual"], settings["dropout"]))
            channels, self.cell = width, self.cell * stride
        self.layers = nn.Sequential(*layers)
        self.channels = channels

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


class FrameFront(nn.Module):
    """Nothing learned: consecutive samples side by side, as the input of a recurrent layer."""

    def __init__(self, samples: int) -> None:
        super().__init__()
        self.cell = samples
        self.channels = samples

    def forward(self, x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], -1, self.cell).transpose(1, 2)


class RhythmNet(nn.Module):
    def __init__(self, settings: Mapping[str, Any], classes: int) -> None:
        super().__init__()
        front = settings["front"]
        self.front = FrameFront(front["frame"]) if "frame" in front else ConvolutionalFront(front)
        channels = self.front.channels
        self.recurrent: nn.Module | None = None
        recurrent = settings["recurrent"]
        if recurrent is not None:
            kind = {"gru": nn.GRU, "lstm": nn.LSTM}[recurrent["kind"]]
            self.recurrent = kind(
                channels, recurrent["units"], recurrent["layers"], batch_first=True, bidirectional=recurrent["bidirectional"]
            )
            channels = recurrent["units"] * (2 if recurrent["bidirectional"] else 1)
        self.pool: str = settings["pool"]
        if self.pool == "attention":
            self.attention = nn.Sequential(nn.Conv1d(channels, channels // 2, 1), nn.Tanh(), nn.Conv1d(channels // 2, 1, 1))
        self.dropout = nn.Dropout(settings["dropout"])
        self.head = nn.Linear(channels, classes)

    def cells(self, x: Tensor) -> Tensor:
        """[n, 1, t] -> [n, channels, cells]."""
        features = self.front(x)
        if self.recurrent is None:
            return features
        return self.recurrent(features.transpose(1, 2))[0].transpose(1, 2)

    def weights(self, x: Tensor, features: Tensor) -> Tensor:
        """[n, 1, cells], adding up to 1; cells of nothing but zeros (padding, gaps) count 0."""
        present = (nn.functional.max_pool1d(x.abs(), self.front.cell) > 0).to(x.dtype)
        if self.pool == "mean":
            return present / present.sum(dim=2, keepdim=True).clamp(min=1.0)
        if self.pool == "attention":
            return torch.softmax(self.attention(features) - 1e4 * (1 - present), dim=2)
        return torch.cat([torch.zeros_like(present[:, :, 1:]), torch.ones_like(present[:, :, :1])], dim=2)

    def contributions(self, x: Tensor) -> Tensor:
        """[n, classes, cells]: added up over cells and with the head's bias, the logits."""
        features = self.cells(x)
        return torch.matmul(self.head.weight, features) * self.weights(x, features)

    def forward(self, x: Tensor) -> Tensor:
        """Logits [n, classes]."""
        features = self.cells(x)
        pooled = (features * self.weights(x, features)).sum(dim=2)
        return self.head(self.dropout(pooled))


class ExportedNet(nn.Module):
    """The mean of the members' logits, with the contributions of the cells that add up to it."""

    def __init__(self, members: Sequence[RhythmNet]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, ecg: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        signed = torch.stack([member.contributions(ecg) for member in self.members]).mean(dim=0)
        bias = torch.stack([member.head.bias for member in self.members]).mean(dim=0)
        return signed.sum(dim=2) + bias, torch.relu(signed), signed


def parameter_count(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())
