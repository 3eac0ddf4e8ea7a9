"""parity.json of the superclass model: inputs from formulae with the outputs of torch and numpy."""

from __future__ import annotations

import json
from typing import Sequence

import numpy as np
import torch

from ...common.formulae import FORMULA, feature_row, formulae, numbers, preparation_check, signal
from ...common.trees import BoostedTrees
from .net import ActivationNet


@torch.no_grad()
def vectors(net: ActivationNet, trees: BoostedTrees, share: float, sha256: str, classes: Sequence[str]) -> str:
    """parity.json: inputs with the logits [classes], the signed activation [classes, cells] and the sums of the contributions by class."""
    net.eval()
    rows = []
    for number, formula in enumerate(formulae()):
        features = feature_row(trees.medians.astype(np.float64), number)
        logits, _, signed = net(torch.from_numpy(signal(formula))[None])
        added = (1 - share) * trees.contributions(features[None])[0]
        both = logits[0].numpy() + (1 - share) * trees.base + added.sum(axis=1)
        largest = np.argsort(-np.abs(added), axis=1)[:, :8]
        rows.append(
            {
                "input": formula,
                "features": [None if np.isnan(v) else float(f"{float(v):.9g}") for v in features],
                "logits": numbers(both),
                "signedActivation": numbers(signed[0].numpy()),
                "largestContributions": [
                    {"features": [int(f) for f in places], "values": numbers(added[c, places])}
                    for c, places in enumerate(largest)
                ],
            }
        )
    content = {
        "about": "Inputs from formulae (no patient data), given to the graph as they are; outputs by torch and numpy.",
        "formula": FORMULA,
        "modelSha256": sha256,
        "classes": list(classes),
        "tolerance": 1e-4,
        "vectors": rows,
        "preparation": preparation_check(),
    }
    return json.dumps(content, separators=(",", ":"))
