"""Boosted trees on the features of a beat, and their ONNX form."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
from onnx import NodeProto, helper
from scipy.special import log_softmax
from sklearn.ensemble import HistGradientBoostingClassifier

from .inputs import CLASSES, Beats, sampling_weights, trainable


def fit_trees(
    train: Beats, settings: Mapping[str, Any], ways: Mapping[str, float], seed: int
) -> HistGradientBoostingClassifier:
    train = train.part(trainable(train))
    weights = sampling_weights(train, ways)
    trees = HistGradientBoostingClassifier(
        max_iter=settings["iterations"],
        learning_rate=settings["learningRate"],
        max_leaf_nodes=settings["leaves"],
        min_samples_leaf=settings["leastBeats"],
        l2_regularization=settings["l2"],
        early_stopping=False,
        random_state=seed,
    )
    labels = np.array([CLASSES.index(c) for c in train.label])
    return trees.fit(train.features, labels, sample_weight=weights * len(weights))


def tree_scores(trees: HistGradientBoostingClassifier, features: np.ndarray) -> np.ndarray:
    """float64 [n, classes]: log-probabilities."""
    return log_softmax(trees._raw_predict(features.astype(np.float32)), axis=1)


def count_nodes(trees: HistGradientBoostingClassifier) -> int:
    return sum(len(predictor.nodes) for of_iteration in trees._predictors for predictor in of_iteration)


def rounded_down(threshold: float) -> float:
    """The largest float32 not above it, so that float32 features fall on the same side as in training."""
    near = np.float32(threshold)
    return float(near if near <= threshold else np.nextafter(near, np.float32(-np.inf)))


def ensemble_node(trees: HistGradientBoostingClassifier, features: str, out: str) -> NodeProto:
    """`features` float32 [n, f] -> `out` [n, classes], the raw sums."""
    nodes: dict[str, list[Any]] = {name: [] for name in ("tree", "id", "feature", "value", "mode", "yes", "no")}
    leaves: dict[str, list[Any]] = {name: [] for name in ("tree", "node", "class", "weight")}
    tree = 0
    for of_iteration in trees._predictors:
        for class_number, predictor in enumerate(of_iteration):
            for number, node in enumerate(predictor.nodes):
                leaf = bool(node["is_leaf"])
                nodes["tree"].append(tree)
                nodes["id"].append(number)
                nodes["feature"].append(0 if leaf else int(node["feature_idx"]))
                nodes["value"].append(0.0 if leaf else rounded_down(float(node["num_threshold"])))
                nodes["mode"].append("LEAF" if leaf else "BRANCH_LEQ")
                nodes["yes"].append(0 if leaf else int(node["left"]))
                nodes["no"].append(0 if leaf else int(node["right"]))
                if leaf:
                    leaves["tree"].append(tree)
                    leaves["node"].append(number)
                    leaves["class"].append(class_number)
                    leaves["weight"].append(float(node["value"]))
            tree += 1
    return helper.make_node(
        "TreeEnsembleRegressor",
        [features],
        [out],
        domain="ai.onnx.ml",
        n_targets=len(CLASSES),
        aggregate_function="SUM",
        base_values=[float(v) for v in np.ravel(trees._baseline_prediction)],
        nodes_treeids=nodes["tree"],
        nodes_nodeids=nodes["id"],
        nodes_featureids=nodes["feature"],
        nodes_values=nodes["value"],
        nodes_modes=nodes["mode"],
        nodes_truenodeids=nodes["yes"],
        nodes_falsenodeids=nodes["no"],
        target_treeids=leaves["tree"],
        target_nodeids=leaves["node"],
        target_ids=leaves["class"],
        target_weights=leaves["weight"],
    )
