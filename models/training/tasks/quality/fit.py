"""An additive model of the quality of a lead, monotone in every index.

log-odds of a lead = base - sum of penalties; each penalty is a straight-line function of one index that never falls.
log-odds of a recording = worst * (worst lead) + (1 - worst) * (mean of the leads). Fitted to the labels of the recordings of Computing in
Cardiology 2011 (whole recordings are labelled, not leads), with PTB-XL's folds 1-8 taken for acceptable at a small weight, a
price on every rise of the score when noise grows (PTB-XL's 500 Hz recordings of folds 1-8), and a small one on penalties.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from torch.nn.functional import binary_cross_entropy_with_logits, softplus

USED = ("clipped", "still", "large", "small", "lowQrs", "drift", "driftShare", "jump", "step", "muscle", "burst", "mains", "offQrsBand",
        "blunt", "beatless", "unlike", "residual")
QUANTILES = (0.02, 0.3, 0.6, 0.85, 0.96, 0.997)
LEVELS = (24, 18, 12, 6, 0, -6)
EPOCHS = 250
PRICE, CLINICAL_WEIGHT, RISE_PRICE = 0.002, 0.3, 1.0
FOLDS, SEED = 5, 2011


def tensor(values) -> torch.Tensor:
    return torch.tensor(np.asarray(values), dtype=torch.float32)


def read(path: Path):
    with path.open() as lines:
        names = json.loads(next(lines))["names"]
        records = [json.loads(line) for line in lines]
    columns = [names.index(name) for name in USED]
    for record in records:
        record["x"] = np.asarray(record.pop("rows"), float)[:, columns]
    labelled = [r for r in records if r["set"] == "cinc2011"]
    clinical = [r for r in records if r["set"] == "records100" and r["fold"] is not None and r["fold"] <= 8]
    noisy = defaultdict(dict)
    for r in records:
        if r["kind"] is not None and r["fold"] is not None and r["fold"] <= 8:
            noisy[r["record"], r["kind"]][r["db"]] = r["x"]
    return (labelled, np.stack([r["x"] for r in clinical]),
            np.stack([np.stack([levels[db] for db in LEVELS]) for levels in noisy.values()]))


def knots_of(x: np.ndarray) -> np.ndarray:
    """Quantiles of each index, moved apart where they coincide."""
    knots = np.quantile(x, QUANTILES, axis=0)
    for j in range(knots.shape[1]):
        for k in range(1, len(QUANTILES)):
            if knots[k, j] <= knots[k - 1, j] + 1e-3:
                knots[k, j] = knots[k - 1, j] + max(1e-3, (x[:, j].max() - knots[k - 1, j]) / (len(QUANTILES) - k))
    return knots


class Quality(torch.nn.Module):
    def __init__(self, knots: np.ndarray):
        super().__init__()
        self.knots = tensor(knots)
        self.rises = torch.nn.Parameter(torch.full((len(knots) - 1, knots.shape[1]), -3.0))
        self.base = torch.nn.Parameter(torch.tensor(4.0))
        self.parts = torch.nn.Parameter(torch.tensor([0.0, 0.0]))

    def forward(self, x):
        low, high = self.knots[:-1], self.knots[1:]
        ramps = ((x.unsqueeze(-2) - low) / (high - low)).clamp(0, 1)
        leads = self.base - (ramps * softplus(self.rises)).sum((-1, -2))
        worst, mean = softplus(self.parts)
        return worst * leads.min(-1).values + mean * leads.mean(-1)

    def table(self) -> dict:
        worst, mean = softplus(self.parts).tolist()
        scale = worst + mean
        totals = torch.cat([torch.zeros(1, len(USED)), softplus(self.rises).cumsum(0)]) * scale
        return {
            "base": round(self.base.item() * scale, 4),
            "worstShare": round(worst / scale, 4),
            "penalties": {name: [[round(x, 4), round(y, 3)] for x, y in zip(self.knots[:, j].tolist(), totals[:, j].tolist())]
                          for j, name in enumerate(USED)},
        }


def fit(x, y, clinical, noisy) -> Quality:
    torch.manual_seed(1)
    model = Quality(knots_of(np.concatenate([x.reshape(-1, len(USED)), clinical[::4].reshape(-1, len(USED))])))
    x, y, clinical, noisy = tensor(x), tensor(y), tensor(clinical[::3]), tensor(noisy[::3])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(EPOCHS):
        optimiser.zero_grad()
        scores = torch.sigmoid(model(noisy))
        loss = (binary_cross_entropy_with_logits(model(x), y)
                + PRICE * softplus(model.rises).sum()
                + CLINICAL_WEIGHT * binary_cross_entropy_with_logits(model(clinical), torch.ones(len(clinical)))
                + RISE_PRICE * torch.relu(scores[:, 1:] - scores[:, :-1]).sum(1).mean())
        loss.backward()
        optimiser.step()
    return model


def fit_quality(data: Path, root: Path, say: Callable[[str], None]) -> None:
    torch.set_num_threads(1)
    labelled, clinical, noisy = read(data)
    x, y = np.stack([r["x"] for r in labelled]), np.asarray([r["label"] for r in labelled])
    found, tables = np.zeros(len(y)), []
    split = {}
    for fold, (train, test) in enumerate(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(x, y)):
        model = fit(x[train], y[train], clinical, noisy)
        found[test] = model(tensor(x[test])).detach().numpy()
        tables.append(model.table())
        split.update({labelled[i]["record"]: fold for i in test})
    say(f"5-fold accuracy {((found > 0) == y).mean():.4f}, AUC {roc_auc_score(y, found):.4f}, {len(y)} recordings")
    table = fit(x, y, clinical, noisy).table()
    say(json.dumps(table))
    write_table(root / "app/analysis/quality/penaltyTable.ts", table)
    (root / "validation/qualityFolds.json").write_text(json.dumps({"tables": tables, "folds": split}, separators=(",", ":")) + "\n")


def write_table(path: Path, table: dict) -> None:
    rows = "".join(f"    {name}: {json.dumps(points)},\n" for name, points in table["penalties"].items())
    path.write_text(
        "// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: fitted numbers, near a constant by chance.\n"
        "import type { PenaltyTable } from './leadScore.ts';\n\n"
        "/** Written by `python3 -m training quality`; pairs of index and log-odds taken, straight lines between. */\n"
        f"export const penaltyTable: PenaltyTable = {{\n  base: {table['base']},\n  worstShare: {table['worstShare']},\n"
        f"  penalties: {{\n{rows}  }},\n}};\n")
