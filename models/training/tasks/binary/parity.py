"""parity.json: inputs from formulae with what torch and numpy make of them."""

from __future__ import annotations

import json
from typing import Any, Sequence

import numpy as np
import torch

from ...common.formulae import FORMULA, feature_row, formulae, numbers, preparation_check, signal
from .graph import Shared
from .labels import STATED
from .net import ExplainedGru


@torch.no_grad()
def net_outputs(net: ExplainedGru) -> list[tuple[np.ndarray, np.ndarray]]:
    """Per formula the logits [1] and the signed activation [1, cells]."""
    net.eval()
    found = [net(torch.from_numpy(signal(formula))[None]) for formula in formulae()]
    return [(logits[0].numpy(), signed[0].numpy()) for logits, _, signed in found]


def shipped_outputs(parity: Any) -> list[tuple[np.ndarray, np.ndarray]]:
    """The same of a net that was shipped, from its parity.json."""
    return [(np.array(row["logits"]), np.array(row["signedActivation"])) for row in parity["vectors"]]


def vectors(
    net: Sequence[tuple[np.ndarray, np.ndarray]] | None, net_share: float, measured: Sequence[Shared], sha256: str
) -> str:
    """`net` gives the net's outputs on the formulae, None where the model has no net."""
    rows: list[dict[str, Any]] = []
    for number, formula in enumerate(formulae()):
        row: dict[str, Any] = {"input": formula}
        logit = np.zeros(1)
        if net is not None:
            logit = logit + net_share * net[number][0]
            row["signedActivation"] = numbers(net_share * net[number][1])
        if measured:
            features = feature_row(measured[0].member_medians, number)
            row["features"] = [None if np.isnan(v) else float(f"{float(v):.9g}") for v in features]
            added = sum(shared.share * shared.member.contributions(features[None])[0, 0] for shared in measured)
            logit = logit + sum(shared.share * shared.member.base for shared in measured) + added.sum()
            places = np.argsort(-np.abs(added))[:8]
            row["largestContributions"] = [{"features": places.tolist(), "values": numbers(added[places])}]
        rows.append({**row, "logits": numbers(np.reshape(logit, 1))})
    content = {
        "about": "Inputs from formulae (no patient data), given to the graph as they are; outputs by torch and numpy.",
        "formula": FORMULA,
        "modelSha256": sha256,
        "classes": list(STATED),
        "tolerance": 1e-4,
        "vectors": rows,
        **({} if net is None else {"preparation": preparation_check()}),
    }
    return json.dumps(content, separators=(",", ":")) + "\n"
