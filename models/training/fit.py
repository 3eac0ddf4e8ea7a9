"""Training one member: AdamW, one-cycle, mixup, moving average of the weights, the best epoch by the selection fold."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass
from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .augment import augment, mixup
from .metrics import aucs
from .net import EcgNet
from .ptbxl import CLASSES, Dataset


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
def class_logits(net: EcgNet, ecg: np.ndarray, batch: int = 64) -> np.ndarray:
    """float64 [n, classes] of prepared recordings; puts the net into eval mode."""
    net.eval()
    parts = [net(torch.from_numpy(ecg[i : i + batch]))[0] for i in range(0, len(ecg), batch)]
    return torch.cat(parts).numpy().astype(np.float64)


@torch.no_grad()
def follow(average: nn.Module, net: nn.Module, decay: float) -> None:
    """Moves the averaged weights towards the net's; batch-norm statistics alike, counters copied."""
    target = net.state_dict()
    for name, value in average.state_dict().items():
        if value.dtype.is_floating_point:
            value.lerp_(target[name], 1 - decay)
        else:
            value.copy_(target[name])


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
    generator = torch.Generator().manual_seed(seed)
    net = build(settings, train.auxiliary.shape[1])
    average = copy.deepcopy(net)
    recipe = settings["recipe"]
    ecg = torch.from_numpy(train.ecg)
    targets = torch.from_numpy(np.concatenate([train.labels, train.auxiliary], axis=1))
    batch, epochs = recipe["batch"], recipe["epochs"]
    steps_per_epoch = len(ecg) // batch
    decayed = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": recipe["weightDecay"]}, {"params": plain, "weight_decay": 0.0}],
        lr=recipe["learningRate"],
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe["learningRate"], total_steps=epochs * steps_per_epoch, pct_start=recipe["warmUpShare"]
    )
    course: list[Epoch] = []
    best: tuple[float, int, dict[str, Tensor]] | None = None
    step = 0
    for epoch in range(1, epochs + 1):
        started = time.monotonic()
        net.train()
        order = torch.randperm(len(ecg), generator=generator)
        losses: list[float] = []
        for index in range(steps_per_epoch):
            rows = order[index * batch : (index + 1) * batch]
            x = augment(ecg[rows], settings["augment"], generator)
            x, y = mixup(x, targets[rows], recipe["mixup"], generator)
            logits, auxiliary = net(x)
            loss = _loss(logits, auxiliary, y, recipe["auxiliaryWeight"])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), recipe["clipGradient"])
            optimiser.step()
            schedule.step()
            step += 1
            # A young average would be mostly the random start: it remembers less at first.
            follow(average, net, min(recipe["averageDecay"], step / (step + 10)))
            losses.append(float(loss.detach()))
        select_logits = class_logits(average, select.ecg)
        select_loss = float(
            functional.binary_cross_entropy_with_logits(
                torch.from_numpy(select_logits), torch.from_numpy(select.labels.astype(np.float64))
            )
        )
        select_auc = float(aucs(select.labels, select_logits).mean())
        done = Epoch(seed, epoch, float(np.mean(losses)), select_loss, select_auc, time.monotonic() - started)
        course.append(done)
        say(
            f"seed {seed} epoch {epoch}/{epochs}: train loss {done.train_loss:.4f}, select loss {select_loss:.4f}, "
            f"select AUC {select_auc:.4f}, {done.seconds:.1f} s"
        )
        if best is None or select_auc > best[0]:
            best = (select_auc, epoch, copy.deepcopy(average.state_dict()))
    if best is None:
        raise ValueError("no epoch was trained")
    average.load_state_dict(best[2])
    average.eval()
    return Member(average, best[1], tuple(course))
