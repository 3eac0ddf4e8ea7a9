"""Training the net: classes with auxiliary statements, mixup, a fixed number of epochs; and its logits."""

from __future__ import annotations

from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...common.augment import mixup
from ...common.loop import fit, shuffled
from ...common.metrics import aucs
from .augment import augment
from ...common.ptbxl import Dataset
from .net import EcgNet


def build(settings: Mapping[str, Any], classes: int, auxiliary: int) -> EcgNet:
    net = settings["net"]
    return EcgNet(classes, auxiliary, net["stem"], net["blocks"], net["dropout"])


def net_for(settings: Mapping[str, Any], train: Dataset) -> EcgNet:
    return build(settings, train.labels.shape[1], train.auxiliary.shape[1])


@torch.no_grad()
def class_logits(net: nn.Module, ecg: np.ndarray, batch: int = 64) -> np.ndarray:
    """float64 [n, classes] of prepared recordings; puts the net into eval mode."""
    net.eval()
    parts = [net(torch.from_numpy(ecg[i : i + batch]))[0] for i in range(0, len(ecg), batch)]
    return torch.cat(parts).numpy().astype(np.float64)


def _loss(logits: Tensor, auxiliary: Tensor, targets: Tensor, weight: float) -> Tensor:
    classes = logits.shape[1]
    main = functional.binary_cross_entropy_with_logits(logits, targets[:, :classes])
    if auxiliary.shape[1] == 0:
        return main
    return main + weight * functional.binary_cross_entropy_with_logits(auxiliary, targets[:, classes:])


def fit_net(
    train: Dataset,
    shown: Dataset,
    settings: Mapping[str, Any],
    seed: int,
    on_epoch: Callable[[Mapping[str, float]], None],
) -> EcgNet:
    """One net from one seed, after all its epochs: `shown` gives the learning curve and decides nothing.

    Deterministic on one machine with the same torch build and `threads`.
    """
    torch.manual_seed(seed)
    net = net_for(settings, train)
    recipe = {**settings["recipe"], "keep": "last"}
    ecg = torch.from_numpy(train.ecg)
    targets = torch.from_numpy(np.concatenate([train.labels, train.auxiliary], axis=1))

    def loss_of(member: nn.Module, rows: Tensor, generator: torch.Generator) -> Tensor:
        x = augment(ecg[rows], settings["augment"], generator)
        x, y = mixup(x, targets[rows], recipe["mixup"], generator)
        logits, auxiliary = member(x)
        return _loss(logits, auxiliary, y, recipe["auxiliaryWeight"])

    def judge(member: nn.Module) -> dict[str, float]:
        logits = class_logits(member, shown.ecg)
        labels = torch.from_numpy(shown.labels.astype(np.float64))
        loss = float(functional.binary_cross_entropy_with_logits(torch.from_numpy(logits), labels))
        return {"shown_loss": loss, "score": float(np.nanmean(aucs(shown.labels, logits)))}

    fitted = fit(net, shuffled(len(ecg)), loss_of, judge, recipe, seed, on_epoch)
    if not isinstance(fitted.net, EcgNet):
        raise TypeError("the loop gave another net back")
    return fitted.net
