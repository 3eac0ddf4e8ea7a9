"""Training the recurrent net: NOT NORMAL with superclasses and statements beside it, a fixed number of epochs."""

from __future__ import annotations

from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...common.augment import drop_leads, gain, lead_gain, mixup, sine_wander, stretch_and_shift, white_noise
from ...common.loop import fit, shuffled
from ...common.metrics import auc
from ...common.mv100 import SAMPLE_RATE_HZ
from ...common.ptbxl import Dataset
from .labels import not_normal
from .net import GruNet

OnEpoch = Callable[[Mapping[str, float]], None]


def augmented(ecg: Tensor, settings: Mapping[str, Any], generator: torch.Generator) -> Tensor:
    """[n, 12, t] mV -> [n, 12, crop]: time stretch and shift, gain, wander, noise, dropped leads, a stretch cut out."""
    out = stretch_and_shift(ecg, settings["stretch"], generator)[:, :, : settings["cropSamples"]]
    out = gain(out, settings["gain"], generator)
    out = lead_gain(out, settings["leadGain"], generator)
    out = sine_wander(out, SAMPLE_RATE_HZ, settings["wanderMv"], generator)
    out = white_noise(out, settings["noiseMv"], generator)
    return drop_leads(out, settings["leadDropRecordings"], settings["leadDropLeads"], generator)


@torch.no_grad()
def net_logits(net: nn.Module, ecg: np.ndarray, batch: int = 64) -> np.ndarray:
    """float64 [n] of prepared recordings; puts the net into eval mode."""
    net.eval()
    parts = [net(torch.from_numpy(ecg[i : i + batch]))[0][:, 0] for i in range(0, len(ecg), batch)]
    return torch.cat(parts).numpy().astype(np.float64)


def targets(part: Dataset) -> np.ndarray:
    """float32 [n, 1 + superclasses + statements]; the first is what the model gives."""
    return np.concatenate([not_normal(part.labels)[:, None], part.labels, part.auxiliary], axis=1).astype(np.float32)


def gru_for(settings: Mapping[str, Any], train: Dataset) -> GruNet:
    """An untrained net for these targets."""
    return GruNet(settings["net"], targets(train).shape[1] - 1)


def fit_gru(train: Dataset, shown: Dataset, settings: Mapping[str, Any], seed: int, on_epoch: OnEpoch) -> GruNet:
    """One net from one seed, after all its epochs: `shown` gives the learning curve and decides nothing.

    Deterministic on one machine with the same torch build and one thread.
    """
    torch.manual_seed(seed)
    wanted = torch.from_numpy(targets(train))
    net = gru_for(settings, train)
    recipe = {**settings["recipe"], "keep": "last"}
    ecg = torch.from_numpy(train.ecg)

    def loss_of(member: nn.Module, rows: Tensor, generator: torch.Generator) -> Tensor:
        x = augmented(ecg[rows], settings["augment"], generator)
        x, y = mixup(x, wanted[rows], recipe["mixup"], generator)
        logits, statements = member(x)
        main = functional.binary_cross_entropy_with_logits(logits, y[:, :1])
        return main + recipe["auxiliaryWeight"] * functional.binary_cross_entropy_with_logits(statements, y[:, 1:])

    truth = not_normal(shown.labels)

    def judge(member: nn.Module) -> dict[str, float]:
        logits = net_logits(member, shown.ecg)
        loss = float((np.logaddexp(0, logits) - truth * logits).mean())
        return {"shown_loss": loss, "accuracy": float(((logits > 0) == (truth > 0)).mean()), "score": auc(truth, logits)}

    fitted = fit(net, shuffled(len(ecg)), loss_of, judge, recipe, seed, on_epoch)
    if not isinstance(fitted.net, GruNet):
        raise TypeError("the loop gave another net back")
    return fitted.net
