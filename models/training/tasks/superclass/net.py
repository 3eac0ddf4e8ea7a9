"""A compact 1-D residual network with squeeze-excitation, whose class-activation map is part of the graph."""

from __future__ import annotations

from typing import Sequence

import torch
from torch import Tensor, nn


class SqueezeExcitation(nn.Module):
    """Hu et al. 2018, over time."""

    def __init__(self, channels: int, reduction: int = 8) -> None:
        super().__init__()
        self.squeeze = nn.Conv1d(channels, channels // reduction, 1)
        self.excite = nn.Conv1d(channels // reduction, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        gate = torch.relu(self.squeeze(x.mean(dim=2, keepdim=True)))
        return x * torch.sigmoid(self.excite(gate))


class ResidualBlock(nn.Module):
    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, dilation: int) -> None:
        super().__init__()
        padding = (kernel - 1) // 2
        self.first = nn.Conv1d(inputs, outputs, kernel, stride=stride, padding=padding, bias=False)
        self.first_norm = nn.BatchNorm1d(outputs)
        self.second = nn.Conv1d(
            outputs, outputs, kernel, padding=padding * dilation, dilation=dilation, bias=False
        )
        self.second_norm = nn.BatchNorm1d(outputs)
        self.gate = SqueezeExcitation(outputs)
        steps: list[nn.Module] = [] if stride == 1 else [nn.AvgPool1d(stride, stride)]
        if inputs != outputs:
            steps += [nn.Conv1d(inputs, outputs, 1, bias=False), nn.BatchNorm1d(outputs)]
        self.shortcut = nn.Sequential(*steps)

    def forward(self, x: Tensor) -> Tensor:
        y = torch.relu(self.first_norm(self.first(x)))
        y = self.gate(self.second_norm(self.second(y)))
        return torch.relu(y + self.shortcut(x))


class EcgNet(nn.Module):
    """[n, 12, 1000] mV -> features [n, channels, 125]; mean over time, then linear heads for classes and statements."""

    def __init__(self, classes: int, auxiliary: int, stem: int, blocks: Sequence[Sequence[int]], dropout: float) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv1d(12, stem, 15, stride=2, padding=7, bias=False), nn.BatchNorm1d(stem), nn.ReLU()
        )
        layers: list[nn.Module] = []
        channels = stem
        for width, kernel, stride, dilation in blocks:
            layers.append(ResidualBlock(channels, width, kernel, stride, dilation))
            channels = width
        self.blocks = nn.Sequential(*layers)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(channels, classes)
        self.auxiliary = nn.Linear(channels, auxiliary)

    def features(self, x: Tensor) -> Tensor:
        return self.blocks(self.stem(x))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of the classes [n, classes] and of the auxiliary statements [n, auxiliary]."""
        pooled = self.dropout(self.features(x).mean(dim=2))
        return self.head(pooled), self.auxiliary(pooled)


class ActivationNet(nn.Module):
    """What is exported: the mean of the members' logits, with the class-activation map that adds up to them.

    Pooling is the mean and the head linear, so Grad-CAM (Selvaraju et al. 2017) needs no gradient: its weight of a
    feature is W[class] / cells. signed_activation summed over its cells, plus the head's bias, is the logit. All of it is
    times `share`, the weight of the nets among other members.
    """

    def __init__(self, members: Sequence[EcgNet], share: float = 1.0) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)
        self.share = share

    def forward(self, ecg: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        signed_sum: Tensor | None = None
        bias_sum: Tensor | None = None
        for member in self.members:
            features = member.features(ecg)
            signed = torch.matmul(member.head.weight / features.shape[2], features)
            signed_sum = signed if signed_sum is None else signed_sum + signed
            bias_sum = member.head.bias if bias_sum is None else bias_sum + member.head.bias
        if signed_sum is None or bias_sum is None:
            raise ValueError("at least one member is needed")
        factor = self.share / len(self.members)
        signed_activation = signed_sum * factor
        logits = signed_activation.sum(dim=2) + bias_sum * factor
        return logits, torch.relu(signed_activation), signed_activation


def parameter_count(module: nn.Module) -> int:
    """Weights that are learned, the auxiliary heads (which are not exported) left out."""
    return sum(p.numel() for name, p in module.named_parameters() if ".auxiliary." not in f".{name}")
