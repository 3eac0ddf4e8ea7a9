"""Losses for classes of unequal number. targets: float [n, classes], each row a distribution (so that mixup fits)."""

from __future__ import annotations

import torch
from torch import Tensor


def class_weights(counts: Tensor, power: float) -> Tensor:
    """Frequency to the power of -`power` (0: none, 0.5: inverse square root, 1: inverse), of mean 1 over recordings.

    A class without recordings weighs nothing.
    """
    share = counts.double() / counts.sum()
    weight = torch.where(share > 0, share.pow(-power), torch.zeros_like(share))
    return (weight / (share * weight).sum()).float()


def cross_entropy(logits: Tensor, targets: Tensor, weights: Tensor, smoothing: float = 0.0) -> Tensor:
    targets = targets * (1 - smoothing) + smoothing / targets.shape[1]
    return -(targets * weights * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()


def focal(logits: Tensor, targets: Tensor, weights: Tensor, gamma: float) -> Tensor:
    """Lin et al. 2017: what is already right counts little."""
    log_probability = torch.log_softmax(logits, dim=1)
    return -(targets * weights * (1 - log_probability.exp()) ** gamma * log_probability).sum(dim=1).mean()
