"""The training loop of every task: AdamW, one-cycle, moving average of the weights, early stopping, the best epoch kept."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass
from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn

LossOf = Callable[[nn.Module, Tensor, torch.Generator], Tensor]
"""(net, row indices of a batch, generator) -> loss."""

Judge = Callable[[nn.Module], Mapping[str, float]]
"""(averaged net) -> figures on the selection part, among them `score`, of which more is better."""

Order = Callable[[torch.Generator], Tensor]
"""Row indices of one epoch, in order; some may come twice (balanced sampling)."""


@dataclass(frozen=True)
class Fitted:
    """The averaged weights of the best epoch, in eval mode, and the course that led there: one mapping an epoch."""

    net: nn.Module
    best_epoch: int
    course: tuple[Mapping[str, float], ...]


@torch.no_grad()
def follow(average: nn.Module, net: nn.Module, decay: float) -> None:
    """Moves the averaged weights towards the net's; batch-norm statistics alike, counters copied."""
    target = net.state_dict()
    for name, value in average.state_dict().items():
        if value.dtype.is_floating_point:
            value.lerp_(target[name], 1 - decay)
        else:
            value.copy_(target[name])


def shuffled(count: int) -> Order:
    return lambda generator: torch.randperm(count, generator=generator)


def balanced(labels: np.ndarray, power: float) -> Order:
    """As many rows an epoch as there are, drawn with replacement; a class of share s is drawn with s^(1 - power)."""
    counts = np.bincount(labels)
    weights = torch.from_numpy(counts[labels].astype(np.float64) ** -power)
    return lambda generator: torch.multinomial(weights, len(labels), replacement=True, generator=generator)


def parameter_groups(net: nn.Module, recipe: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Biases and norms are not decayed. `learningRateFactors` {name's beginning: factor} makes parts learn slower or faster."""
    factors: Mapping[str, float] = recipe.get("learningRateFactors", {})
    groups: dict[tuple[float, bool], list[nn.Parameter]] = {}
    for name, parameter in net.named_parameters():
        factor = next((f for begin, f in factors.items() if name.startswith(begin)), 1.0)
        groups.setdefault((factor, parameter.ndim > 1), []).append(parameter)
    return [
        {
            "params": members,
            "lr": recipe["learningRate"] * factor,
            "weight_decay": recipe["weightDecay"] if decayed else 0.0,
        }
        for (factor, decayed), members in sorted(groups.items(), key=lambda item: (item[0][0], not item[0][1]))
    ]


def fit(
    net: nn.Module,
    order: Order,
    loss_of: LossOf,
    judge: Judge,
    recipe: Mapping[str, Any],
    seed: int,
    on_epoch: Callable[[Mapping[str, float]], None],
) -> Fitted:
    """Deterministic on one machine with one torch build and one thread.

    recipe: epochs, batch, learningRate, warmUpShare, weightDecay, clipGradient, averageDecay; and, where wanted,
    learningRateFactors, patience (epochs without a better score), cpuMinutes (no further epoch begins after these),
    keep ("last": the last epoch is kept whatever its score; nothing is then chosen on what the judge sees).
    An epoch's mapping: epoch, train_loss, the judge's figures, cpu_seconds so far.
    """
    generator = torch.Generator().manual_seed(seed)
    average = copy.deepcopy(net)
    batch, epochs = recipe["batch"], recipe["epochs"]
    steps_per_epoch = len(order(torch.Generator().manual_seed(seed))) // batch
    if epochs < 1 or steps_per_epoch < 1:
        raise ValueError("there is nothing to train: no epoch, or fewer rows than a batch")
    groups = parameter_groups(net, recipe)
    optimiser = torch.optim.AdamW(groups, lr=recipe["learningRate"])
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        [group["lr"] for group in groups],
        total_steps=epochs * steps_per_epoch,
        pct_start=recipe["warmUpShare"],
    )
    started = time.process_time()
    course: list[Mapping[str, float]] = []
    best: tuple[float, int, dict[str, Tensor]] | None = None
    step = 0
    for epoch in range(1, epochs + 1):
        net.train()
        rows = order(generator)
        losses: list[float] = []
        for index in range(steps_per_epoch):
            loss = loss_of(net, rows[index * batch : (index + 1) * batch], generator)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), recipe["clipGradient"])
            optimiser.step()
            schedule.step()
            step += 1
            # A young average would be mostly the random start: it remembers less at first.
            follow(average, net, min(recipe["averageDecay"], step / (step + 10)))
            losses.append(float(loss.detach()))
        average.eval()
        with torch.no_grad():
            figures = judge(average)
        done = {"epoch": epoch, "train_loss": float(np.mean(losses)), **figures}
        done["cpu_seconds"] = time.process_time() - started
        course.append(done)
        on_epoch(done)
        if best is None or recipe.get("keep") == "last" or figures["score"] > best[0]:
            best = (figures["score"], epoch, copy.deepcopy(average.state_dict()))
        if epoch - best[1] >= recipe.get("patience", epochs) or done["cpu_seconds"] > 60 * recipe.get("cpuMinutes", 1e9):
            break
    average.load_state_dict(best[2])
    average.eval()
    return Fitted(average, best[1], tuple(course))
