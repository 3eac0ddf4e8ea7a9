"""One graph of two members: the net's logits with its activation map, the trees' with each feature's contribution.

logits = share * net + (1 - share) * trees. The cells of the map, the contributions and a constant add up to the logit.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import compose, helper, numpy_helper

from ...common.onnx_file import OPSET
from ...common.trees import FLOAT, BoostedTrees, onnx_nodes
from .net import ActivationNet

INPUTS = ("ecg", "measured")
OUTPUTS = ("logits", "activation", "signed_activation", "contributions")


def _trees_graph(trees: BoostedTrees, share: float) -> onnx.ModelProto:
    classes, features = len(trees.trees), trees.medians.size
    nodes, constants = onnx_nodes(trees, INPUTS[1], "tree_contributions", "tree_logits")
    constants.append(numpy_helper.from_array(np.float32(1 - share), "tree_share"))
    nodes.append(helper.make_node("Mul", ["tree_contributions", "tree_share"], [OUTPUTS[3]]))
    nodes.append(helper.make_node("Mul", ["tree_logits", "tree_share"], ["shared_tree_logits"]))
    graph = helper.make_graph(
        nodes,
        "trees",
        [helper.make_tensor_value_info(INPUTS[1], FLOAT, [1, features])],
        [
            helper.make_tensor_value_info(OUTPUTS[3], FLOAT, [1, classes, features]),
            helper.make_tensor_value_info("shared_tree_logits", FLOAT, [1, classes]),
        ],
        constants,
        # What the checker's shape inference does not know of tree ensembles.
        value_info=[helper.make_tensor_value_info("tree_flat", FLOAT, [1, classes * features])],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", 2)]
    return helper.make_model(graph, opset_imports=opsets)


def _net_graph(net: ActivationNet, path: Path) -> onnx.ModelProto:
    names = ["shared_net_logits", OUTPUTS[1], OUTPUTS[2]]
    torch.onnx.export(
        net, torch.zeros(1, 12, 1000), str(path), opset_version=OPSET, input_names=[INPUTS[0]], output_names=names
    )
    return onnx.load(str(path))


def write_graph(net: ActivationNet, trees: BoostedTrees, share: float, path: Path) -> str:
    """Writes and checks the ONNX file (opset 13, ai.onnx.ml 2); returns its SHA-256. `net` already carries its share."""
    net.eval()
    first, second = _net_graph(net, path), _trees_graph(trees, share)
    second.ir_version = first.ir_version
    merged = compose.merge_models(first, second, io_map=[])
    merged.graph.node.append(helper.make_node("Add", ["shared_net_logits", "shared_tree_logits"], [OUTPUTS[0]]))
    merged.graph.output.append(helper.make_tensor_value_info(OUTPUTS[0], FLOAT, [1, len(trees.trees)]))
    for name in ("shared_net_logits", "shared_tree_logits"):
        merged.graph.output.remove(next(o for o in merged.graph.output if o.name == name))
    onnx.checker.check_model(merged, full_check=True)
    onnx.save(merged, str(path))
    return hashlib.sha256(path.read_bytes()).hexdigest()
