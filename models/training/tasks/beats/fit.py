"""Training one beat net: balanced drawing, augmentation, one-cycle AdamW, moving average of the weights."""

from __future__ import annotations

import copy
import time
from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .inputs import CLASSES, Beats, sampling_weights, trainable
from .net import BeatNet


def augment(windows: Tensor, features: Tensor, settings: Mapping[str, float], generator: torch.Generator):
    """Gain, polarity, shift, level, noise on both channels alike; small errors and gaps in the features."""
    n, _, length = windows.shape

    def uniform(*shape: int) -> Tensor:
        return torch.rand(*shape, generator=generator)

    gain = 1 + settings["gain"] * (2 * uniform(n, 1, 1) - 1)
    sign = torch.where(uniform(n, 1, 1) < settings["flip"], -1.0, 1.0)
    shift = ((2 * uniform(n, 1) - 1) * settings["shift"]).round().long()
    at = (torch.arange(length)[None] + shift).clamp(0, length - 1)
    windows = windows.gather(2, at[:, None].expand(-1, windows.shape[1], -1))
    level = settings["level"] * torch.randn(n, 1, 1, generator=generator)
    noise = settings["noise"] * uniform(n, 1, 1) * torch.randn(n, 1, length, generator=generator)
    windows = windows * gain * sign + level + noise
    jitter = settings["featureNoise"] * torch.randn(features.shape, generator=generator)
    gone = uniform(*features.shape) < settings["featureDrop"]
    return windows, features, jitter, gone


def fit_net(
    train: Beats, settings: Mapping[str, Any], seed: int, say: Callable[[str], None]
) -> tuple[BeatNet, list[dict[str, float]]]:
    """The averaged net after the last epoch, in eval mode, and its course."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    rng = np.random.default_rng(seed)
    train = train.part(trainable(train))
    weights = sampling_weights(train, settings["ways"])
    cumulative = np.cumsum(weights)
    targets = torch.from_numpy(np.array([CLASSES.index(c) for c in train.label]))
    windows, features = torch.from_numpy(train.windows), torch.from_numpy(train.features)
    net = BeatNet(features.shape[1], len(CLASSES), settings["net"])
    net.fit_scaling(features)
    average = copy.deepcopy(net)
    recipe = settings["recipe"]
    steps = recipe["beatsPerEpoch"] // recipe["batch"]
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe["learningRate"], weight_decay=recipe["weightDecay"])
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe["learningRate"], total_steps=recipe["epochs"] * steps, pct_start=0.25
    )
    course: list[dict[str, float]] = []
    done = 0
    for epoch in range(1, recipe["epochs"] + 1):
        started = time.monotonic()
        net.train()
        losses: list[float] = []
        for _ in range(steps):
            rows = torch.from_numpy(np.searchsorted(cumulative, rng.random(recipe["batch"]) * cumulative[-1]))
            x, f, jitter, gone = augment(windows[rows], features[rows], settings["augment"], generator)
            f = torch.where(gone, net.middle, f + jitter * net.spread)
            loss = functional.cross_entropy(net(x, f), targets[rows], label_smoothing=recipe["smoothing"])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2)
            optimiser.step()
            schedule.step()
            done += 1
            _follow(average, net, min(recipe["averageDecay"], done / (done + 10)))
            losses.append(float(loss.detach()))
        course.append({"epoch": epoch, "loss": float(np.mean(losses)), "seconds": time.monotonic() - started})
        say(f"seed {seed} epoch {epoch}: loss {course[-1]['loss']:.4f}, {course[-1]['seconds']:.0f} s")
    average.eval()
    return average, course


@torch.no_grad()
def _follow(average: torch.nn.Module, net: torch.nn.Module, decay: float) -> None:
    target = net.state_dict()
    for name, value in average.state_dict().items():
        if value.dtype.is_floating_point:
            value.lerp_(target[name], 1 - decay)
        else:
            value.copy_(target[name])


@torch.no_grad()
def net_scores(net: torch.nn.Module, beats: Beats, batch: int = 1024) -> np.ndarray:
    """float64 [n, classes]: log-probabilities."""
    net.eval()
    parts = [
        functional.log_softmax(
            net(torch.from_numpy(beats.windows[i : i + batch]), torch.from_numpy(beats.features[i : i + batch])), 1
        )
        for i in range(0, len(beats), batch)
    ]
    return torch.cat(parts).numpy().astype(np.float64)
