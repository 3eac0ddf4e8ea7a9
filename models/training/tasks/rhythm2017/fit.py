"""Training one network, the best epoch by the challenge's score on the validation part."""

from __future__ import annotations

from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn

from ...common.loop import Fitted, fit, shuffled
from ...common.losses import class_weights, cross_entropy
from ...common.machine import device
from ...common.metrics import confusion, f1
from .augment import augment, pack
from .data import CLASSES, SCORED, Recordings, Windows, all_windows
from .net import RhythmNet


@torch.no_grad()
def window_logits(net: nn.Module, values: np.ndarray, batch: int = 64) -> np.ndarray:
    """float64 [windows, classes]; puts the net into eval mode."""
    net.eval()
    where = next(net.parameters()).device
    parts = [net(torch.from_numpy(values[i : i + batch]).to(where)).cpu() for i in range(0, len(values), batch)]
    return torch.cat(parts).numpy().astype(np.float64)


def recording_logits(net: nn.Module, windows: Windows) -> np.ndarray:
    """float64 [recordings, classes]: the mean over a recording's windows."""
    return windows.mean_by_recording(window_logits(net, windows.values))


def challenge_score(truth: np.ndarray, answer: np.ndarray) -> float:
    """Mean F1 of N, A, O (Clifford et al. 2017)."""
    return float(f1(confusion(truth, answer, len(CLASSES)))[:SCORED].mean())


def train(
    recordings: Recordings,
    validation: Recordings,
    bank: Mapping[str, Tensor],
    settings: Mapping[str, Any],
    on_epoch: Callable[[Mapping[str, float]], None],
    start: Mapping[str, Tensor] | None = None,
) -> Fitted:
    """`start`: weights to go on from, instead of random ones."""
    recipe = settings["recipe"]
    torch.manual_seed(settings["seed"])
    where = device()
    net = RhythmNet(settings["net"], len(CLASSES))
    if start is not None:
        net.load_state_dict(start)
    net.to(where)
    packed, lengths = pack(recordings.signals)
    truth = torch.from_numpy(recordings.truth)
    targets = torch.eye(len(CLASSES))
    weights = class_weights(torch.bincount(truth, minlength=len(CLASSES)), recipe["classWeightPower"]).to(where)
    held = all_windows(validation)

    def loss_of(member: nn.Module, rows: Tensor, generator: torch.Generator) -> Tensor:
        x = augment(packed[rows], lengths[rows], recipe["cropSamples"], bank, settings["augment"], generator)
        return cross_entropy(member(x.to(where)), targets[truth[rows]].to(where), weights, recipe["labelSmoothing"])

    def judge(member: nn.Module) -> dict[str, float]:
        logits = recording_logits(member, held)
        log_probability = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return {
            "validation_loss": float(-log_probability[np.arange(len(logits)), validation.truth].mean()),
            "score": challenge_score(validation.truth, logits.argmax(axis=1)),
        }

    fitted = fit(net, shuffled(len(truth)), loss_of, judge, recipe, settings["seed"], on_epoch)
    fitted.net.cpu()
    return fitted
