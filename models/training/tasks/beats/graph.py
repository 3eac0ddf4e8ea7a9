"""ONNX of the beat classifier: nets and trees in one graph, and the net alone in 8 bits."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Sequence

import numpy as np
import onnx
import torch
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from sklearn.ensemble import HistGradientBoostingClassifier
from torch import Tensor, nn
from torch.nn import functional

from ...common.onnx_file import OPSET
from .fibrillation import Gate
from .inputs import CLASSES
from .net import BeatNet
from .trees import ensemble_node

WINDOWS, FEATURES, LOGITS = "windows", "features", "logits"


class MeanOfNets(nn.Module):
    """Mean of the nets' log-probabilities."""

    def __init__(self, nets: Sequence[BeatNet]):
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(self, windows: Tensor, features: Tensor) -> Tensor:
        return torch.stack([functional.log_softmax(net(windows, features), 1) for net in self.nets]).mean(0)


def net_graph(net: nn.Module, windows: np.ndarray, features: np.ndarray, out: str) -> ModelProto:
    """Opset-13 graph of a net; any number of beats."""
    from io import BytesIO

    net.eval()
    buffer = BytesIO()
    torch.onnx.export(
        net,
        (torch.from_numpy(windows[:2]), torch.from_numpy(features[:2])),
        buffer,
        opset_version=OPSET,
        input_names=[WINDOWS, FEATURES],
        output_names=[out],
        dynamic_axes={name: {0: "beats"} for name in (WINDOWS, FEATURES, out)},
    )
    return onnx.load_from_string(buffer.getvalue())


def blended(model: ModelProto, trees: HistGradientBoostingClassifier, tree_share: float, net_out: str, out: str) -> ModelProto:
    """out = (1 - share) * net_out + share * log-softmax of the trees."""
    graph = model.graph
    shares = {"share_net": 1 - tree_share, "share_trees": tree_share}
    graph.initializer.extend(numpy_helper.from_array(np.float32(v), name) for name, v in shares.items())
    graph.node.extend(
        [
            ensemble_node(trees, FEATURES, "tree_sums"),
            helper.make_node("LogSoftmax", ["tree_sums"], ["tree_scores"], axis=1),
            helper.make_node("Mul", [net_out, "share_net"], ["net_part"]),
            helper.make_node("Mul", ["tree_scores", "share_trees"], ["tree_part"]),
            helper.make_node("Add", ["net_part", "tree_part"], [out]),
        ]
    )
    model.opset_import.append(helper.make_opsetid("ai.onnx.ml", 1))
    return model


def damped_graph(model: ModelProto, scores: str, gate: Gate, damping: float) -> ModelProto:
    """logits = scores, that of S plus log(1 - damping * the gate's probability of fibrillation); they become the graph's output."""
    graph = model.graph
    constants = {
        "gate_columns": gate.columns.astype(np.int64),
        "gate_weights": gate.weights.astype(np.float32)[:, None],
        "gate_bias": np.array([[gate.bias]], np.float32),
        "minus_damping": np.array([[-damping]], np.float32),
        "damping_one": np.array([[1.0]], np.float32),
        "damping_class": np.array([[float(name == "S") for name in CLASSES]], np.float32),
    }
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())
    graph.node.extend(
        [
            helper.make_node("Gather", [FEATURES, "gate_columns"], ["gate_evidence"], axis=1),
            helper.make_node("MatMul", ["gate_evidence", "gate_weights"], ["gate_sum"]),
            helper.make_node("Add", ["gate_sum", "gate_bias"], ["gate_odds"]),
            helper.make_node("Sigmoid", ["gate_odds"], ["gate_probability"]),
            helper.make_node("Mul", ["gate_probability", "minus_damping"], ["damping_part"]),
            helper.make_node("Add", ["damping_part", "damping_one"], ["damping_left"]),
            helper.make_node("Log", ["damping_left"], ["damping_log"]),
            helper.make_node("Mul", ["damping_log", "damping_class"], ["damping_added"]),
            helper.make_node("Add", [scores, "damping_added"], [LOGITS]),
        ]
    )
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info(LOGITS, TensorProto.FLOAT, ["beats", len(CLASSES)]))
    return model


def write_model(model: ModelProto, path: Path) -> str:
    """Checks and writes; returns the SHA-256 of the file."""
    model.producer_name, model.producer_version = "training", ""
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return hashlib.sha256(path.read_bytes()).hexdigest()


def activation_ranges(net: nn.Module, windows: np.ndarray, features: np.ndarray, quantile: float) -> list[tuple[float, float]]:
    """(low, high) of what enters each convolution and linear layer, in the order they run; rare extremes beyond `quantile` are cut."""
    seen: dict[nn.Module, np.ndarray] = {}
    order: list[nn.Module] = []

    def note(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        order.append(module)
        seen[module] = inputs[0].detach().numpy()

    layers = [m for m in net.modules() if isinstance(m, (nn.Conv1d, nn.Linear))]
    hooks = [layer.register_forward_pre_hook(note) for layer in layers]
    with torch.no_grad():
        net(torch.from_numpy(windows), torch.from_numpy(features))
    for hook in hooks:
        hook.remove()
    ranges = []
    for layer in order:
        low, high = np.quantile(seen[layer], [1 - quantile, quantile])
        ranges.append((min(0.0, float(low)), max(1e-3, float(high))))
    return ranges


def quantised(model: ModelProto, ranges: Sequence[tuple[float, float]]) -> ModelProto:
    """The graph with 8-bit weights (one scale an output channel) and 8-bit activations before every Conv and Gemm.

    Static quantisation in QDQ form, which ONNX Runtime turns into integer kernels: activations unsigned with the ranges
    given, in the order of the nodes; biases in 32 bits with the product of both scales.
    """
    graph = model.graph
    constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        # The exporter keeps equal constants once.
        if node.op_type == "Identity" and node.input[0] in constants:
            constants[node.output[0]] = constants[node.input[0]]
    replaced: set[str] = set()
    nodes: list[NodeProto] = []
    added: list[TensorProto] = []
    waiting = list(ranges)

    def constant(name: str, value: np.ndarray) -> str:
        added.append(numpy_helper.from_array(value, name))
        return name

    for node in graph.node:
        if node.op_type not in ("Conv", "Gemm"):
            nodes.append(node)
            continue
        low, high = waiting.pop(0)
        source, weight_name, bias_name = node.input
        scale = np.float32((high - low) / 255)
        zero = np.uint8(np.clip(round(-low / scale), 0, 255))
        tag = weight_name.replace(".", "_").replace(":", "_")
        constant(f"{tag}_as", scale)
        constant(f"{tag}_az", zero)
        nodes.append(helper.make_node("QuantizeLinear", [source, f"{tag}_as", f"{tag}_az"], [f"{tag}_aq"]))
        nodes.append(helper.make_node("DequantizeLinear", [f"{tag}_aq", f"{tag}_as", f"{tag}_az"], [f"{tag}_a"]))
        weight = constants[weight_name]
        spread = np.abs(weight.reshape(weight.shape[0], -1)).max(1)
        weight_scale = (np.maximum(spread, 1e-8) / 127).astype(np.float32)
        shape = (-1, *([1] * (weight.ndim - 1)))
        constant(f"{tag}_wq", np.clip(np.round(weight / weight_scale.reshape(shape)), -127, 127).astype(np.int8))
        constant(f"{tag}_ws", weight_scale)
        constant(f"{tag}_wz", np.zeros(len(weight_scale), np.int8))
        nodes.append(
            helper.make_node("DequantizeLinear", [f"{tag}_wq", f"{tag}_ws", f"{tag}_wz"], [f"{tag}_w"], axis=0)
        )
        bias_scale = (weight_scale * scale).astype(np.float32)
        constant(f"{tag}_bq", np.round(constants[bias_name] / bias_scale).astype(np.int32))
        constant(f"{tag}_bs", bias_scale)
        constant(f"{tag}_bz", np.zeros(len(bias_scale), np.int32))
        nodes.append(
            helper.make_node("DequantizeLinear", [f"{tag}_bq", f"{tag}_bs", f"{tag}_bz"], [f"{tag}_b"], axis=0)
        )
        replaced.update((weight_name, bias_name))
        node.input[:] = [f"{tag}_a", f"{tag}_w", f"{tag}_b"]
        nodes.append(node)
    if waiting:
        raise ValueError("more ranges than layers")
    kept = [i for i in graph.initializer if i.name not in replaced]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend([*kept, *added])
    return model
