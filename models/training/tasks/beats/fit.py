"""Training one beat net: balanced drawing and augmentation, in the common loop."""

from __future__ import annotations

from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...common.augment import flip_sign, gain, white_noise
from ...common.loop import Fitted, fit
from .inputs import CLASSES, Beats, sampling_weights, trainable
from .net import BeatNet


def shifted(windows: Tensor, most: int, generator: torch.Generator) -> Tensor:
    """Each beat moved by up to `most` samples, the end values held."""
    count, channels, length = windows.shape
    shift = torch.randint(-most, most + 1, (count, 1), generator=generator)
    at = (torch.arange(length)[None] + shift).clamp(0, length - 1)
    return windows.gather(2, at[:, None].expand(-1, channels, -1))


def augmented(windows: Tensor, settings: Mapping[str, Any], generator: torch.Generator) -> Tensor:
    """Gain and polarity of both channels alike, small shifts, level, noise."""
    windows = flip_sign(gain(windows, settings["gain"], generator), settings["flip"], generator)
    windows = shifted(windows, settings["shift"], generator)
    windows = windows + settings["level"] * torch.randn((len(windows), 1, 1), generator=generator)
    return white_noise(windows, settings["noise"], generator)


def disturbed(features: Tensor, net: BeatNet, settings: Mapping[str, Any], generator: torch.Generator) -> Tensor:
    """Small errors in all features; some of them unknown, that is at their middle."""
    noise = settings["featureNoise"] * torch.randn(features.shape, generator=generator)
    gone = torch.rand(features.shape, generator=generator) < settings["featureDrop"]
    return torch.where(gone, net.middle, features + noise * net.spread)


def fit_net(
    train: Beats, settings: Mapping[str, Any], seed: int, on_epoch: Callable[[Mapping[str, float]], None]
) -> Fitted:
    """The last epoch is kept: its number is fixed beforehand, for there are too few records to choose it by."""
    torch.manual_seed(seed)
    train = train.part(trainable(train))
    weights = torch.from_numpy(sampling_weights(train, settings["ways"]))
    targets = torch.from_numpy(np.array([CLASSES.index(c) for c in train.label]))
    windows, features = torch.from_numpy(train.windows), torch.from_numpy(train.features)
    net = BeatNet(features.shape[1], len(CLASSES), settings["net"])
    net.fit_scaling(features)
    recipe = settings["recipe"]

    def order(generator: torch.Generator) -> Tensor:
        return torch.multinomial(weights, recipe["beatsPerEpoch"], replacement=True, generator=generator)

    def loss_of(module: nn.Module, rows: Tensor, generator: torch.Generator) -> Tensor:
        x = augmented(windows[rows], settings["augment"], generator)
        f = disturbed(features[rows], module, settings["augment"], generator)
        return functional.cross_entropy(module(x, f), targets[rows], label_smoothing=recipe["smoothing"])

    epochs = iter(range(1, recipe["epochs"] + 1))
    return fit(net, order, loss_of, lambda _: {"score": float(next(epochs))}, recipe, seed, on_epoch)


@torch.no_grad()
def net_scores(net: nn.Module, beats: Beats, batch: int = 1024) -> np.ndarray:
    """float64 [n, classes]: log-probabilities."""
    net.eval()
    parts = [
        functional.log_softmax(
            net(torch.from_numpy(beats.windows[i : i + batch]), torch.from_numpy(beats.features[i : i + batch])), 1
        )
        for i in range(0, len(beats), batch)
    ]
    return torch.cat(parts).numpy().astype(np.float64)
