"""How plausible an arrangement of the electrodes is, judged by a small net; see app/analysis/leadReversal.ts.

Every recording is taken as it is and with each simulated swap; the net gives a number to each way of putting the cables back, and
their softmax is the answer. PTB-XL's folds 1-8 train, fold 9 chose (features, threshold); LUDB is the test, by
validation/quality.ts.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Callable

import numpy as np
import torch

# Where each cable's electrode sits: RA, LA, LL, RL as 0 to 3. Also the order of the classes in TypeScript.
LIMB = {
    "none": (0, 1, 2, 3),
    "RA/LA": (1, 0, 2, 3),
    "RA/LL": (2, 1, 0, 3),
    "LA/LL": (0, 2, 1, 3),
    "RA>LA>LL": (1, 2, 0, 3),
    "RA>LL>LA": (2, 0, 1, 3),
    "RA/RL": (3, 1, 2, 0),
    "LA/RL": (0, 3, 2, 1),
    "RA/RL LA/LL": (3, 2, 1, 0),
}
PERMUTED = 6
CHEST = {
    "none": (0, 1, 2, 3, 4, 5),
    "V1/V2": (1, 0, 2, 3, 4, 5),
    "V2/V3": (0, 2, 1, 3, 4, 5),
    "V3/V4": (0, 1, 3, 2, 4, 5),
    "V4/V5": (0, 1, 2, 4, 3, 5),
    "V5/V6": (0, 1, 2, 3, 5, 4),
    "V1/V3": (2, 1, 0, 3, 4, 5),
    "V1-V6 reversed": (5, 4, 3, 2, 1, 0),
}
# Cells of 10 ms of the average beat, which begins 240 ms before the R.
P, QRS, T = slice(0, 17), slice(18, 32), slice(34, 66)
LEVEL = slice(15, 18)
FLOOR_MV = {"P": 0.01, "QRS": 0.05, "T": 0.02}
BINS = {"P": 3, "QRS": 7, "T": 4}
HIDDEN = 24


def swap_limbs(x: np.ndarray, sites) -> np.ndarray:
    """x: [..., 8, cells] of I, II, V1-V6. A leg is a leg: RL has LL's potential."""
    one, two = x[..., 0, :], x[..., 1, :]
    site = np.stack([np.zeros_like(one), one, two, two])
    ra, la, ll = site[sites[0]], site[sites[1]], site[sites[2]]
    shift = (one + two) / 3 - (ra + la + ll) / 3
    return np.stack([la - ra, ll - ra, *(x[..., 2 + k, :] + shift for k in range(6))], axis=-2)


def swap_chest(x: np.ndarray, sites) -> np.ndarray:
    return x[..., [0, 1, *(2 + k for k in sites)], :]


def features(x: np.ndarray) -> np.ndarray:
    """[..., 8, cells] -> [..., n]: what the leads share in P, QRS and T (products of every two, of unit size), and their courses."""
    x = x - x[..., LEVEL].mean(-1, keepdims=True)
    out = []
    for name, cut in (("P", P), ("QRS", QRS), ("T", T)):
        w = x[..., cut]
        size = np.sqrt((w**2).mean((-1, -2), keepdims=True)) + FLOOR_MV[name]
        w = w / size
        gram = np.einsum("...ac,...bc->...ab", w, w) / w.shape[-1]
        norm = np.sqrt(np.diagonal(gram, axis1=-2, axis2=-1)) + 0.1
        rows, columns = np.triu_indices(8, 1)
        out.append(gram[..., rows, columns] / (norm[..., rows] * norm[..., columns]))
        out.append(norm)
        n = BINS[name]
        width = w.shape[-1] // n
        out.append(w[..., : n * width].reshape(*w.shape[:-1], n, width).mean(-1).reshape(*w.shape[:-2], 8 * n))
    # A lead between the legs is nearly flat, whole beats over.
    limbs = np.stack([x[..., 0, :], x[..., 1, :], x[..., 1, :] - x[..., 0, :]], -2)
    sizes = np.sqrt((limbs**2).mean(-1)) / (np.sqrt((x**2).mean((-1, -2)))[..., None] + FLOOR_MV["T"])
    out.append(np.log10(sizes + 0.01))
    return np.clip(np.concatenate(out, axis=-1), -4, 4).astype(np.float32)


def inverse(sites):
    return tuple(int(k) for k in np.argsort(sites))


class Net(torch.nn.Module):
    def __init__(self, n: int, outputs: int):
        super().__init__()
        self.first = torch.nn.Linear(n, HIDDEN)
        self.second = torch.nn.Linear(HIDDEN, outputs)
        self.drop = torch.nn.Dropout(0.15)

    def forward(self, x):
        return self.second(self.drop(torch.relu(self.first(x))))


def limb_logits(net, f, bias):
    """f: [..., 6, n], the recording put back from each permutation, the first as it stands -> [..., 9]."""
    y = net(f)
    return torch.cat([y[..., :, 0], y[..., 0, 1:]], -1) + bias


def residue(x: np.ndarray, rng) -> np.ndarray:
    """The flat lead of a swap with the right leg is not quite flat: part of the other leads leaks in."""
    leak = rng.uniform(0.0, 0.08, (len(x), 1, 1)) * x[:, [0, 1]][:, ::-1]
    out = x.copy()
    out[:, :2] += leak
    return out


def without_p(x: np.ndarray, rng) -> np.ndarray:
    """Every fourth recording once more as if it had no P wave: a slow course of its own at each electrode, up to 0.02 mV."""
    out = x[::4].copy()
    steps = np.cumsum(rng.standard_normal((*out.shape[:2], P.stop)), -1)
    out[..., P] = out[..., LEVEL].mean(-1, keepdims=True) + steps * rng.uniform(0.001, 0.005, (len(out), 1, 1))
    return np.concatenate([x, out]).astype(np.float32)


def limb_inputs(x: np.ndarray, rng) -> np.ndarray:
    """[records, 9 true swaps, 6 ways back, n]."""
    out = []
    for name, sites in LIMB.items():
        swapped = swap_limbs(x, sites)
        if 3 in sites[:3]:
            swapped = residue(swapped, rng)
        ways = [swap_limbs(swapped, inverse(s)) for s in itertools.islice(LIMB.values(), PERMUTED)]
        out.append(np.stack([features(w) for w in ways], 1))
    return np.stack(out, 1)


def chest_inputs(x: np.ndarray) -> np.ndarray:
    """[records, 8 true swaps, 8 ways back, n]."""
    return np.stack([
        np.stack([features(swap_chest(swap_chest(x, s), inverse(b))) for b in CHEST.values()], 1) for s in CHEST.values()
    ], 1)


def train(inputs: np.ndarray, outputs: int, epochs: int, decay: float, say) -> tuple:
    torch.manual_seed(1)
    classes = inputs.shape[1]
    f = torch.from_numpy(inputs)
    mean = f.reshape(-1, f.shape[-1]).mean(0)
    net = Net(f.shape[-1], outputs)
    bias = torch.nn.Parameter(torch.zeros(classes))
    scale = f.reshape(-1, f.shape[-1]).std(0) + 0.05
    f = (f - mean) / scale
    optimiser = torch.optim.AdamW([*net.parameters(), bias], lr=3e-3, weight_decay=decay)
    weight = torch.ones(classes)
    weight[0] = classes - 1.0
    generator = torch.Generator().manual_seed(1)
    truth = torch.arange(classes)
    for epoch in range(epochs):
        for rows in torch.randperm(len(f), generator=generator).split(64):
            optimiser.zero_grad()
            x = f[rows]
            x = x + 0.1 * torch.randn(x.shape, generator=generator)
            logits = limb_logits(net, x, bias) if outputs > 1 else net(x)[..., 0] + bias
            loss = torch.nn.functional.cross_entropy(logits.reshape(-1, classes), truth.repeat(len(rows)), weight=weight)
            loss.backward()
            optimiser.step()
        for group in optimiser.param_groups:
            group["lr"] = 3e-3 * (1 - (epoch + 1) / epochs) + 1e-5
    net.eval()
    return net, bias, mean, scale


def answers(model, inputs: np.ndarray, outputs: int) -> np.ndarray:
    net, bias, mean, scale = model
    with torch.no_grad():
        x = (torch.from_numpy(inputs) - mean) / scale
        logits = limb_logits(net, x, bias) if outputs > 1 else net(x)[..., 0] + bias
        return torch.softmax(logits, -1).numpy()


def judged(p: np.ndarray, names, least: float, say) -> float:
    """The highest threshold on 1 - P(none) that finds `least` of the swaps, all kinds alike; says sensitivity by kind."""
    swapped = 1 - p[..., 0]
    for limit in (0.999, 0.998, 0.995, 0.99, 0.98, 0.97, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5):
        say(f"  {limit}: specificity {(swapped[:, 0] <= limit).mean():.4f}, sensitivity {(swapped[:, 1:] > limit).mean():.4f}")
        if (swapped[:, 1:] > limit).mean() >= least:
            break
    flagged = swapped > limit
    say(f"  limit {limit:.3f}, specificity {1 - flagged[:, 0].mean():.4f}, sensitivity {flagged[:, 1:].mean():.4f}")
    for k, name in enumerate(names):
        if k > 0:
            say(f"  {name}: found {flagged[:, k].mean():.3f}, named {(p[:, k].argmax(-1) == k).mean():.3f}")
    return limit


def table_of(model, limit: float, names) -> dict:
    net, bias, mean, scale = model
    # The standardisation goes into the first layer.
    first = net.first.weight / scale
    start = net.first.bias - (net.first.weight / scale) @ mean
    short = lambda t: [float(f"{v:.4g}") for v in t.detach().reshape(-1).tolist()]
    return {"swaps": list(names), "limit": round(limit, 4), "bias": short(bias), "firstBias": short(start), "first": short(first),
            "secondBias": short(net.second.bias), "second": short(net.second.weight)}


def fit_reversal(data: Path, root: Path, settings: dict, say: Callable[[str], None]) -> None:
    torch.set_num_threads(1)
    records = [json.loads(line) for line in data.open()]
    x = np.asarray([r["rows"] for r in records], np.float32)
    fold = np.asarray([r["fold"] for r in records])
    tables = {}
    for part, inputs, outputs, names, least in (
        ("limb", lambda a: limb_inputs(a, np.random.default_rng(1)), 4, LIMB, 0.92),
        ("chest", chest_inputs, 1, CHEST, 0.65),
    ):
        model = train(inputs(without_p(x[fold <= 8], np.random.default_rng(2))), outputs, settings["epochs"], settings["decay"], say)
        say(f"{part}, fold 9, {int((fold == 9).sum())} recordings")
        limit = judged(answers(model, inputs(x[fold == 9]), outputs), names, least, say)
        tables[part] = table_of(model, limit, names)
    text = "\n\n".join(
        f"export const {part}Net: SwapNet = {json.dumps(table)};" for part, table in tables.items())
    (root / "app/analysis/reversal/swapNets.ts").write_text(
        "// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: fitted numbers, near a constant by chance.\n"
        f"import type {{ SwapNet }} from './swapNet.ts';\n\n/** Written by `python3 -m training reversal`. */\n{text}\n")
