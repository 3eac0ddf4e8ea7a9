"""Boosted trees on measured features: fitted by scikit-learn, written as ONNX that also says what each feature added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Mapping, Sequence

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from sklearn.ensemble import GradientBoostingClassifier


@dataclass(frozen=True)
class Tree:
    """Arrays [nodes]. A leaf has feature -1; `value` is the mean of the leaves below, weighed by training rows."""

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray


@dataclass(frozen=True)
class BoostedTrees:
    """One sum of trees a class: logit = base + sum over trees of what features added on the way to the leaf."""

    medians: np.ndarray
    base: np.ndarray
    trees: tuple[tuple[Tree, ...], ...]

    def contributions(self, features: np.ndarray) -> np.ndarray:
        """float64 [n, classes, features]; with `base` they add up to the logits. NaN stands for the training median."""
        x = filled(features, self.medians)
        out = np.zeros((len(x), len(self.trees), x.shape[1]))
        rows = np.arange(len(x))
        for c, trees in enumerate(self.trees):
            for tree in trees:
                node = np.zeros(len(x), dtype=int)
                while True:
                    inner = tree.feature[node] >= 0
                    if not inner.any():
                        break
                    at, here = rows[inner], node[inner]
                    feature = tree.feature[here]
                    below = np.where(x[at, feature] <= tree.threshold[here], tree.left[here], tree.right[here])
                    out[at, c, feature] += tree.value[below] - tree.value[here]
                    node[inner] = below
        return out

    def logits(self, features: np.ndarray) -> np.ndarray:
        """float64 [n, classes]."""
        return self.base + self.contributions(features).sum(axis=2)


def weighed(model: BoostedTrees, weights: np.ndarray, bias: float) -> BoostedTrees:
    """One class with the logit bias + sum over classes of weight * logit: a sum of trees still, with other leaves."""
    trees = tuple(
        replace(tree, value=weight * tree.value) for weight, each in zip(weights, model.trees) for tree in each
    )
    return BoostedTrees(model.medians, np.array([bias + weights @ model.base]), (trees,))


def filled(features: np.ndarray, medians: np.ndarray) -> np.ndarray:
    """float32, a value that is not there at the median of those that trained the model."""
    return np.where(np.isfinite(features), features, medians).astype(np.float32)


def _tree(fitted: Any, rate: float) -> Tree:
    tree = fitted.tree_
    leaf = tree.children_left < 0
    value = np.where(leaf, rate * tree.value[:, 0, 0], 0.0)
    rows = tree.weighted_n_node_samples
    # Children come behind their parents, so going backwards every node finds its children done.
    for node in range(tree.node_count - 1, -1, -1):
        if not leaf[node]:
            left, right = tree.children_left[node], tree.children_right[node]
            value[node] = (rows[left] * value[left] + rows[right] * value[right]) / (rows[left] + rows[right])
    return Tree(
        np.where(leaf, -1, tree.feature),
        rounded_down(tree.threshold),
        tree.children_left,
        tree.children_right,
        value,
    )


def rounded_down(thresholds: np.ndarray) -> np.ndarray:
    """The largest float32 not above: for float32 features the comparison stays what it was."""
    near = thresholds.astype(np.float32)
    return np.where(near > thresholds, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)


def fit_trees(features: np.ndarray, labels: np.ndarray, recipe: Mapping[str, Any], seeds: Sequence[int]) -> BoostedTrees:
    """features [n, f] with NaN where missing, labels 0/1 [n, classes]; the mean of one forest a seed.

    recipe: trees, depth, learningRate, featureShare (a split), rowShare (a tree), leastLeaf.
    """
    medians = np.nan_to_num(np.nanmedian(features, axis=0)).astype(np.float32)
    x = filled(features, medians)
    base, forests = [], []
    for c in range(labels.shape[1]):
        trees: list[Tree] = []
        start = 0.0
        for seed in seeds:
            fitted = GradientBoostingClassifier(
                n_estimators=recipe["trees"],
                max_depth=recipe["depth"],
                learning_rate=recipe["learningRate"],
                max_features=recipe["featureShare"],
                subsample=recipe["rowShare"],
                min_samples_leaf=recipe["leastLeaf"],
                random_state=seed,
            ).fit(x, labels[:, c] > 0)
            share = float((labels[:, c] > 0).mean())
            start += np.log(share / (1 - share)) / len(seeds)
            trees += [_tree(each[0], recipe["learningRate"] / len(seeds)) for each in fitted.estimators_]
        base.append(start + sum(tree.value[0] for tree in trees))
        forests.append(tuple(trees))
    return BoostedTrees(medians, np.array(base), tuple(forests))


def onnx_nodes(model: BoostedTrees, source: str, contributions: str, logits: str) -> tuple[list[Any], list[Any]]:
    """(nodes, initialisers) from `source` float32 [1, features] to `contributions` [1, classes, features] and `logits`.

    Each leaf's targets are the few (class, feature) pairs on its path, so one ensemble gives the whole explanation and the
    logit is its sum.
    """
    classes, features = len(model.trees), model.medians.size
    nodes: dict[str, list[Any]] = {name: [] for name in ("tree", "id", "feature", "value", "mode", "true", "false")}
    targets: dict[str, list[Any]] = {name: [] for name in ("tree", "node", "id", "weight")}
    for number, (c, tree) in enumerate((c, tree) for c, trees in enumerate(model.trees) for tree in trees):
        added: dict[int, dict[int, float]] = {0: {}}
        for node in range(tree.feature.size):
            leaf = tree.feature[node] < 0
            nodes["tree"].append(number)
            nodes["id"].append(node)
            nodes["feature"].append(0 if leaf else int(tree.feature[node]))
            nodes["value"].append(0.0 if leaf else float(tree.threshold[node]))
            nodes["mode"].append("LEAF" if leaf else "BRANCH_LEQ")
            nodes["true"].append(0 if leaf else int(tree.left[node]))
            nodes["false"].append(0 if leaf else int(tree.right[node]))
            so_far = added.pop(node)
            if leaf:
                for feature, weight in so_far.items() or [(0, 0.0)]:
                    targets["tree"].append(number)
                    targets["node"].append(node)
                    targets["id"].append(c * features + feature)
                    targets["weight"].append(float(weight))
                continue
            feature = int(tree.feature[node])
            for child in (tree.left[node], tree.right[node]):
                step = tree.value[child] - tree.value[node]
                added[int(child)] = {**so_far, feature: so_far.get(feature, 0.0) + step}
    constants = {
        "tree_medians": model.medians[None],
        "tree_shape": np.array([-1, classes, features], dtype=np.int64),
        "tree_base": model.base.astype(np.float32)[None],
        "tree_axis": np.array([2], dtype=np.int64),
    }
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        ["tree_filled"],
        ["tree_flat"],
        domain="ai.onnx.ml",
        n_targets=classes * features,
        aggregate_function="SUM",
        post_transform="NONE",
        nodes_treeids=nodes["tree"],
        nodes_nodeids=nodes["id"],
        nodes_featureids=nodes["feature"],
        nodes_values=nodes["value"],
        nodes_modes=nodes["mode"],
        nodes_truenodeids=nodes["true"],
        nodes_falsenodeids=nodes["false"],
        target_treeids=targets["tree"],
        target_nodeids=targets["node"],
        target_ids=targets["id"],
        target_weights=targets["weight"],
    )
    graph = [
        helper.make_node("IsNaN", [source], ["tree_missing"]),
        helper.make_node("Where", ["tree_missing", "tree_medians", source], ["tree_filled"]),
        ensemble,
        helper.make_node("Reshape", ["tree_flat", "tree_shape"], [contributions]),
        helper.make_node("ReduceSum", [contributions, "tree_axis"], ["tree_sum"], keepdims=0),
        helper.make_node("Add", ["tree_sum", "tree_base"], [logits]),
    ]
    return graph, [numpy_helper.from_array(value, name) for name, value in constants.items()]


FLOAT = TensorProto.FLOAT
