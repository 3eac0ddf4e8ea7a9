"""Nets that judge the course of a beat: /usr/bin/python3 validation/beatOrderNet.py WORK

Reads WORK/courses.f32 and WORK/courses.json (validation/beatOrderTraining.ts) and writes app/analysis/beatOrderWeights.ts.
`order`: a heart's beat in forward time against everything else, in any lead. `upright`: the right way up against upside down, in
I, II, minus aVR and V4 to V6. One hidden layer; the answer for a recording is the mean over its leads. Folds 1 to 7 train, 8 gives the
table. Limits: 1.5 % of fold 8 backwards, or upside down, pass, so that rare hearts do; below
the second limit, which half of those pass, it is sure; one lead alone: 99.9 % of the real leads of
folds 1 to 8 do. Same rows, same nets.
"""
import json
import os
import sys

import numpy as np
import torch

HIDDEN = 24
EPOCHS = 60
PASS = 0.001
STRANGE = 0.015
SURELY = 0.5
UPRIGHT = {"I": 1, "II": 1, "aVR": -1, "V4": 1, "V5": 1, "V6": 1}


def grouped(rows, items, leads):
    """Courses of one recording beside each other: [recordings, leads, width] and a mask."""
    place = {}
    for i, item in enumerate(items):
        place.setdefault((item["record"], item["kind"], item["fold"]), []).append(i)
    x = np.zeros((len(place), leads, rows.shape[1]), np.float32)
    mask = np.zeros((len(place), leads), np.float32)
    for k, which in enumerate(place.values()):
        x[k, : len(which)] = rows[which]
        mask[k, : len(which)] = 1
    return x, mask, list(place)


def flipped(x, points):
    out = x.copy()
    out[..., :points] *= -1
    return out


def backwards(x, points, pieces):
    out = x.copy()
    out[..., :points] = x[..., points - 1 :: -1]
    out[..., points : points + pieces] = x[..., points + pieces - 1 : points - 1 : -1]
    return out


def train(x, mask, y, w, seed):
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    flat = x[mask > 0]
    mean, sd = flat.mean(0), flat.std(0) + 1e-3
    net = torch.nn.Sequential(torch.nn.Linear(x.shape[2], HIDDEN), torch.nn.ReLU(), torch.nn.Dropout(0.1), torch.nn.Linear(HIDDEN, 1))
    optimiser = torch.optim.AdamW(net.parameters(), lr=4e-3, weight_decay=0.02)
    xs = torch.tensor((x - mean) / sd)
    ms, ys, ws = torch.tensor(mask), torch.tensor(y), torch.tensor(w)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    loss_of = torch.nn.functional.binary_cross_entropy_with_logits
    for _ in range(EPOCHS):
        net.train()
        for part in torch.randperm(len(xs)).split(128):
            each = net(xs[part])[..., 0]
            m, target, weight = ms[part], ys[part], ws[part]
            whole = (each * m).sum(1) / m.sum(1)
            loss = (loss_of(whole, target, reduction="none") * weight).mean()
            lead = loss_of(each, target[:, None].expand_as(each), reduction="none") * m * weight[:, None]
            loss = loss + 0.3 * lead.sum() / m.sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
    net.eval()
    first, last = net[0], net[3]
    weights = first.weight.detach().numpy() / sd
    bias = first.bias.detach().numpy() - weights @ mean
    return weights, bias, last.weight.detach().numpy()[0], float(last.bias.detach()[0])


def answer(net, x):
    weights, bias, out, offset = net
    return np.maximum(0, x @ weights.T + bias) @ out + offset


def over_leads(net, x, mask):
    return (answer(net, x) * mask).sum(1) / mask.sum(1)


def report(name, net, sets, limit):
    for kind, (x, mask) in sets.items():
        if len(x):
            print(f"{name:8s} {kind:28s} n {len(x):5d} passed {np.mean(over_leads(net, x, mask) >= limit):.3f}")


def main(work):
    about = json.load(open(os.path.join(work, "courses.json")))
    width, items = about["width"], about["items"]
    rows = np.fromfile(os.path.join(work, "courses.f32"), np.float32).reshape(-1, width)
    pieces = 6
    points = width - pieces - 2
    x, mask, keys = grouped(rows, items, 12)
    kinds = np.array([key[1] for key in keys])
    folds = np.array([key[2] for key in keys])
    real = kinds == "real"
    good = real | (kinds == "synthetic")

    back = backwards(x[real], points, pieces)
    ax = np.concatenate([x, back])
    am = np.concatenate([mask, mask[real]])
    ay = np.concatenate([good, np.zeros(real.sum(), bool)]).astype(np.float32)
    aw = np.concatenate([np.where(real, 1.5, 1.0), np.ones(real.sum())]).astype(np.float32)
    af = np.concatenate([folds, folds[real]])
    fit = af <= 7
    order = train(ax[fit], am[fit], ay[fit], aw[fit], 1)
    scores = over_leads(order, x[real], mask[real])
    single = answer(order, x[real])[mask[real] > 0]
    order_single = float(np.quantile(single, PASS))
    late = folds == 8
    sets = {kind: (x[(kinds == kind) & late], mask[(kinds == kind) & late]) for kind in sorted(set(kinds))}
    sets["backwards"] = (back[folds[real] == 8], mask[real][folds[real] == 8])
    backs = over_leads(order, back[folds[real] == 8], mask[real][folds[real] == 8])
    order_limit = float(np.quantile(backs, 1 - STRANGE))
    order_sure = float(np.quantile(backs, 1 - SURELY))
    print("real", np.quantile(scores, [0, 0.001, 0.003, 0.01]).round(2), "backwards", np.quantile(backs, [0.9, 0.95, 0.99, 1]).round(2))
    print(f"order limits {order_limit:.2f}, one lead {order_single:.2f}")
    report("order", order, sets, order_limit)

    sign = np.array([UPRIGHT.get(item["lead"], 0) for item in items])
    wanted = [i for i in range(len(items)) if sign[i] and items[i]["kind"] in ("real", "synthetic")]
    upright_rows = rows[wanted].copy()
    upright_rows[:, :points] *= sign[wanted][:, None]
    ux, um, ukeys = grouped(upright_rows, [items[i] for i in wanted], 6)
    uf = np.array([key[2] for key in ukeys])
    ureal = np.array([key[1] == "real" for key in ukeys])
    bx = np.concatenate([ux, flipped(ux, points)])
    bm = np.concatenate([um, um])
    by = np.concatenate([np.ones(len(ux)), np.zeros(len(ux))]).astype(np.float32)
    bw = np.concatenate([np.where(ureal, 1.5, 1)] * 2).astype(np.float32)
    bf = np.concatenate([uf, uf])
    fit = bf <= 7
    upright = train(bx[fit], bm[fit], by[fit], bw[fit], 2)
    late = (uf == 8) & ureal
    downs = over_leads(upright, flipped(ux[late], points), um[late])
    upright_limit = float(np.quantile(downs, 1 - STRANGE))
    upright_sure = float(np.quantile(downs, 1 - SURELY))
    print("real", np.quantile(over_leads(upright, ux[ureal], um[ureal]), [0, 0.001, 0.003, 0.01]).round(2), "upside down", np.quantile(downs, [0.9, 0.99, 1]).round(2))
    print(f"upright limit {upright_limit:.2f}")
    report("upright", upright, {"real": (ux[late], um[late]), "upside down": (flipped(ux[late], points), um[late])}, upright_limit)

    def numbers(values):
        return "[" + ", ".join(f"{value:.3g}" for value in np.ravel(values)) + "]"

    def written(name, net):
        weights, bias, out, offset = net
        return (
            f"export const {name}: BeatOrderNet = {{\n  hidden: {numbers(weights)},\n  hiddenBias: {numbers(bias)},\n"
            f"  out: {numbers(out)},\n  outBias: {offset:.3g},\n}};\n"
        )

    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "..", "app", "analysis", "beatOrderWeights.ts"), "w") as file:
        file.write(
            "// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: weights may look like anything.\n"
            "import type { BeatOrderNet } from './beatOrder.ts';\n\n"
            "/** Written by validation/beatOrderNet.py. Means over the leads below which the answer is doubtful, and surely no. */\n"
            f"export const orderLimit = {order_limit:.3f};\nexport const orderSure = {order_sure:.3f};\nexport const orderLimitOneLead = {order_single:.3f};\n"
            f"export const uprightLimit = {upright_limit:.3f};\nexport const uprightSure = {upright_sure:.3f};\n\n" + written("orderNet", order) + "\n" + written("uprightNet", upright)
        )


main(sys.argv[1])
