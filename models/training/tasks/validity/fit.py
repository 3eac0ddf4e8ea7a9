"""Fitting the autoencoder and the distance on real recordings alone."""

from __future__ import annotations

from typing import Any, Callable, Mapping

import numpy as np
import torch
from sklearn.covariance import LedoitWolf
from torch import Tensor, nn

from ...common.augment import gain, stretch_and_shift
from ...common.loop import fit, shuffled
from .net import Autoencoder, Distance, Score, drawn_in

LEAST_SPREAD = 1e-3


@torch.no_grad()
def in_batches(net: Callable[[Tensor], Tensor], ecg: np.ndarray, batch: int = 64) -> np.ndarray:
    """[n, k] in float64."""
    parts = [net(torch.from_numpy(ecg[i : i + batch])) for i in range(0, len(ecg), batch)]
    return torch.cat(parts).numpy().astype(np.float64)


def fit_autoencoder(
    train: np.ndarray, shown: np.ndarray, settings: Mapping[str, Any], on_epoch: Callable[[Mapping[str, float]], None]
) -> Autoencoder:
    """All epochs; `shown` gives the learning curve and decides nothing. score: minus the mean error of `shown`."""
    torch.manual_seed(settings["seed"])
    ecg = torch.from_numpy(train)

    def loss_of(member: nn.Module, rows: Tensor, generator: torch.Generator) -> Tensor:
        x = gain(stretch_and_shift(ecg[rows], 0.05, generator), 0.2, generator)
        power = x.pow(2).mean(dim=(1, 2)) + 1e-4
        return ((member(x) - x).pow(2).mean(dim=(1, 2)) / power).mean()

    def judge(member: nn.Module) -> dict[str, float]:
        score = in_batches(Score("autoencoder", member, None), shown) if isinstance(member, Autoencoder) else np.zeros(1)
        return {"shown_loss": float(np.exp(score).mean()), "score": -float(score.mean())}

    recipe = {**settings["recipe"], "keep": "last"}
    fitted = fit(Autoencoder(settings["autoencoder"]), shuffled(len(ecg)), loss_of, judge, recipe, settings["seed"], on_epoch)
    if not isinstance(fitted.net, Autoencoder):
        raise TypeError("the loop gave another net back")
    return fitted.net


def fit_distance(features: np.ndarray) -> Distance:
    """features [n, f] of real recordings; the covariance is shrunk (Ledoit and Wolf 2004)."""
    mean = np.median(features, axis=0)
    spread = np.maximum(features.std(axis=0), LEAST_SPREAD)
    drawn = drawn_in(torch.from_numpy((features - mean) / spread)).numpy()
    shrunk = LedoitWolf().fit(drawn)
    values, vectors = np.linalg.eigh(shrunk.covariance_)
    return Distance(mean, spread, shrunk.location_, vectors / np.sqrt(np.maximum(values, 1e-6)))
