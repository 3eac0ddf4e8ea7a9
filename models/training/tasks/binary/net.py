"""A recurrent net on twelve leads: a short convolutional stem makes cells of 80 ms, a bidirectional GRU reads them."""

from __future__ import annotations

from typing import Any, Mapping

import torch
from torch import Tensor, nn

from ...common.mv100 import LEADS


class GruNet(nn.Module):
    """[n, 12, t] mV -> states [n, cells, 2 * width]; mean over the cells, then linear heads for NOT NORMAL and statements."""

    def __init__(self, settings: Mapping[str, Any], auxiliary: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = len(LEADS)
        for width, kernel, stride in settings["stem"]:
            layers += [
                nn.Conv1d(channels, width, kernel, stride=stride, padding=(kernel - 1) // 2, bias=False),
                nn.BatchNorm1d(width),
                nn.ReLU(),
            ]
            channels = width
        self.stem = nn.Sequential(*layers)
        width = settings["gru"]
        self.gru = nn.GRU(channels, width, num_layers=settings["layers"], batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(settings["dropout"])
        self.head = nn.Linear(2 * width, 1)
        self.auxiliary = nn.Linear(2 * width, auxiliary)

    def states(self, ecg: Tensor) -> Tensor:
        cells = self.dropout(self.stem(ecg)).transpose(1, 2)
        return self.gru(cells)[0]

    def forward(self, ecg: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of NOT NORMAL [n, 1] and of the statements [n, auxiliary]."""
        pooled = self.dropout(self.states(ecg).mean(dim=1))
        return self.head(pooled), self.auxiliary(pooled)


class ExplainedGru(nn.Module):
    """What is exported: the mean of the members' logits and what each cell added to it.

    The head is linear and pooling the mean, so signed_activation[0, c] = W . state[c] / cells adds up, with the bias, to the
    logit. A state has read what lies before and behind its cell: the map says where the net decided, not what alone it saw.
    """

    def __init__(self, members: list[GruNet]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, ecg: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        parts = []
        for member in self.members:
            states = member.states(ecg)
            parts.append(torch.matmul(states, member.head.weight.t()).transpose(1, 2) / states.shape[1])
        signed = torch.stack(parts).mean(dim=0)
        bias = torch.stack([member.head.bias for member in self.members]).mean(dim=0)
        return signed.sum(dim=2) + bias, torch.relu(signed), signed


def parameter_count(module: nn.Module) -> int:
    """Weights that are learned, the heads of the statements (which are not exported) left out."""
    return sum(p.numel() for name, p in module.named_parameters() if ".auxiliary." not in f".{name}")
