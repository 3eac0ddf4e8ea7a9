"""Trees that judge the QRS candidates: /usr/bin/python3 validation/qrsTrees.py WORK [WORK ...] [--no-cv] [--draw]

The rows of several folders are put together; --draw takes rows as often as their weight says instead of weighing them. Reads WORK/rows.f32 and WORK/items.json (validation/qrsTraining.ts). Gradient-boosted trees of depth 4 with logistic loss.
Cross-validation leaves whole records out (118e* goes with 118); its log-odds go to WORK/logits.f32 for scoring through the
detector. The trees trained on all rows go to app/analysis/qrsTrees.ts. Same rows, same trees.
"""
import json
import os
import sys
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

DEPTH = 4
SETTINGS = dict(max_depth=DEPTH, max_leaf_nodes=None, max_iter=90, learning_rate=0.12, max_bins=63, l2_regularization=5.0,
                min_samples_leaf=40, early_stopping=False, random_state=1)
FOLDS = 2
MISSING = -99.0


def fit(x, y, w):
    return HistGradientBoostingClassifier(**SETTINGS).fit(x, y, sample_weight=w)


def complete(model):
    """Every tree as arrays of a full binary tree; a branch that ends early repeats its leaf."""
    features, thresholds, leaves = [], [], []
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        inner = 2 ** DEPTH - 1
        f, t, v = [0] * inner, [0.0] * inner, [0.0] * (inner + 1)

        def walk(place, node):
            n = nodes[node]
            if place >= inner:
                v[place - inner] = float(n["value"])
            elif n["is_leaf"]:
                walk(2 * place + 1, node)
                walk(2 * place + 2, node)
            else:
                f[place], t[place] = int(n["feature_idx"]), float(n["num_threshold"])
                walk(2 * place + 1, n["left"])
                walk(2 * place + 2, n["right"])
        walk(0, 0)
        features.append(f)
        thresholds.append(t)
        leaves.append(v)
    return features, thresholds, leaves


def write_table(path, name, model, what):
    features, thresholds, leaves = complete(model)
    bias = float(np.ravel(model._baseline_prediction)[0])

    def block(rows, digits):
        return "[\n" + "".join("    [" + ", ".join(f"{v:.{digits}g}" for v in row) + "],\n" for row in rows) + "  ]"
    with open(path, "w") as out:
        out.write("import type { Trees } from './trees.ts';\n\n"
                  f"/** {what} Written by validation/qrsTrees.py; features in the order of `featureNames`. */\n"
                  f"export const {name}: Trees = {{\n  depth: {DEPTH},\n  bias: {bias:.6g},\n"
                  f"  features: {block(features, 6)},\n  thresholds: {block(thresholds, 6)},\n  leaves: {block(leaves, 4)},\n}};\n")


def drawn(w):
    """A row of weight 0.25 stands for itself one time in four: the same sums from a third of the rows, in a third of the time."""
    return np.where(np.random.default_rng(1).random(len(w)) < w, 1.0, 0.0)


def main(folders, cross_validate, draw):
    items, rows = [], []
    for folder in folders:
        with open(os.path.join(folder, "items.json")) as f:
            stored = json.load(f)
        items += stored["items"]
        rows.append(np.fromfile(os.path.join(folder, "rows.f32"), np.float32).reshape(-1, stored["width"]))
    x = np.concatenate(rows)
    x = np.where(np.isfinite(x), x, np.float32(MISSING))
    counts = [len(i["labels"]) for i in items]
    y = np.concatenate([i["labels"] for i in items])
    w = np.repeat([i["weight"] for i in items], counts)
    names = sorted({i["record"][:3] for i in items})
    group = np.repeat([names.index(i["record"][:3]) for i in items], counts)
    if draw:
        w = drawn(w)
    used = (y >= 0) & (w > 0)
    model = fit(x[used], y[used], w[used])
    here = os.path.dirname(os.path.abspath(__file__))
    write_table(os.path.join(here, "..", "app", "analysis", stored["file"] + ".ts"), stored["file"], model, stored["what"])
    print("wrote", stored["file"])
    if not cross_validate:
        return
    w = drawn(w)
    used &= w > 0
    logits = np.zeros(len(y), np.float32)
    start = time.time()
    for fold in range(FOLDS):
        out = group % FOLDS == fold
        model = fit(x[used & ~out], y[used & ~out], w[used & ~out])
        logits[out] = model.decision_function(x[out])
    logits.tofile(os.path.join(folders[0], "logits.f32"))
    y1, p = y[used], logits[used]
    print(f"{used.sum()} rows, log loss {np.mean(np.log1p(np.exp(-np.where(y1 == 1, p, -p)))):.5f}, "
          f"{time.time() - start:.0f} s")


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if not a.startswith("--")], "--no-cv" not in sys.argv, "--draw" in sys.argv)
