"""Training one member: classes with auxiliary statements, mixup, the best epoch by the selection fold's macro AUC."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...common.augment import mixup
from ...common.loop import fit, shuffled
from ...common.metrics import aucs
from .augment import augment
from .data import CLASSES, Dataset
from .net import EcgNet


@dataclass(frozen=True)
class Epoch:
    seed: int
    epoch: int
    train_loss: float
    select_loss: float
    select_auc: float
    seconds: float


@dataclass(frozen=True)
class Member:
    """The averaged weights of the best epoch, in eval mode, and the course that led there."""

    net: EcgNet
    best_epoch: int
    course: tuple[Epoch, ...]


def build(settings: Mapping[str, Any], auxiliary: int) -> EcgNet:
    net = settings["net"]
    return EcgNet(len(CLASSES), auxiliary, net["stem"], net["blocks"], net["dropout"])


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


def fit_member(
    train: Dataset, select: Dataset, settings: Mapping[str, Any], seed: int, say: Callable[[str], None]
) -> Member:
    """One net from one seed. Deterministic on one machine with the same torch build and `threads`."""
    torch.manual_seed(seed)
    net = build(settings, train.auxiliary.shape[1])
    recipe = settings["recipe"]
    ecg = torch.from_numpy(train.ecg)
    targets = torch.from_numpy(np.concatenate([train.labels, train.auxiliary], axis=1))
    course: list[Epoch] = []
    clock = [time.monotonic()]

    def loss_of(member: nn.Module, rows: Tensor, generator: torch.Generator) -> Tensor:
        x = augment(ecg[rows], settings["augment"], generator)
        x, y = mixup(x, targets[rows], recipe["mixup"], generator)
        logits, auxiliary = member(x)
        return _loss(logits, auxiliary, y, recipe["auxiliaryWeight"])

    def judge(member: nn.Module) -> dict[str, float]:
        logits = class_logits(member, select.ecg)
        labels = torch.from_numpy(select.labels.astype(np.float64))
        loss = float(functional.binary_cross_entropy_with_logits(torch.from_numpy(logits), labels))
        return {"select_loss": loss, "score": float(aucs(select.labels, logits).mean())}

    def on_epoch(row: Mapping[str, float]) -> None:
        now = time.monotonic()
        done = Epoch(seed, int(row["epoch"]), row["train_loss"], row["select_loss"], row["score"], now - clock[0])
        clock[0] = now
        course.append(done)
        say(
            f"seed {seed} epoch {done.epoch}/{recipe['epochs']}: train loss {done.train_loss:.4f}, "
            f"select loss {done.select_loss:.4f}, select AUC {done.select_auc:.4f}, {done.seconds:.1f} s"
        )

    fitted = fit(net, shuffled(len(ecg)), loss_of, judge, recipe, seed, on_epoch)
    return Member(fitted.net, fitted.best_epoch, tuple(course))
