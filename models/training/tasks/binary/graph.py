"""One ONNX graph of the members that a model has; logit = sum over members of share * logit, and so are the explanations."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import onnx
import torch
from onnx import compose, helper, numpy_helper

from ...common.mv100 import LEADS, LENGTH_SAMPLES
from ...common.onnx_file import OPSET
from ...common.trees import FLOAT, BoostedTrees
from ...common.trees import onnx_nodes as tree_nodes
from .linear import Logistic
from .linear import onnx_nodes as linear_nodes
from .net import ExplainedGru

SIGNAL, MEASURED = "ecg", "measured"
LOGITS, ACTIVATION, SIGNED, CONTRIBUTIONS = "logits", "activation", "signed_activation", "contributions"


@dataclass(frozen=True)
class Shared:
    """A member on measured features and its weight in the sum of logits."""

    member: BoostedTrees | Logistic
    share: float

    @property
    def member_medians(self) -> np.ndarray:
        """float64 [features]: what stands for a missing value."""
        model = self.member
        return (model.medians if isinstance(model, BoostedTrees) else model.scaling.medians).astype(np.float64)


def _sum(names: Sequence[str], output: str) -> Any:
    return helper.make_node("Sum" if len(names) > 1 else "Identity", list(names), [output])


def _measured_graph(members: Sequence[Shared], features: int, logits: str) -> onnx.ModelProto:
    nodes: list[Any] = []
    constants: list[Any] = []
    parts: dict[str, list[str]] = {"logits": [], "contributions": []}
    info: list[Any] = []
    for shared in members:
        is_trees = isinstance(shared.member, BoostedTrees)
        name = "tree" if is_trees else "linear"
        own = {what: f"{name}_own_{what}" for what in parts}
        made, held = (
            tree_nodes(shared.member, MEASURED, own["contributions"], own["logits"])
            if isinstance(shared.member, BoostedTrees)
            else linear_nodes(shared.member, MEASURED, own["contributions"], own["logits"])
        )
        nodes += made
        constants += [*held, numpy_helper.from_array(np.float32(shared.share), f"{name}_share")]
        if is_trees:
            # What the checker's shape inference does not know of tree ensembles.
            info.append(helper.make_tensor_value_info("tree_flat", FLOAT, [1, features]))
        for what, names in parts.items():
            nodes.append(helper.make_node("Mul", [own[what], f"{name}_share"], [f"{name}_{what}"]))
            names.append(f"{name}_{what}")
    nodes += [_sum(parts["logits"], logits), _sum(parts["contributions"], CONTRIBUTIONS)]
    graph = helper.make_graph(
        nodes,
        "measured",
        [helper.make_tensor_value_info(MEASURED, FLOAT, [1, features])],
        [
            helper.make_tensor_value_info(logits, FLOAT, [1, 1]),
            helper.make_tensor_value_info(CONTRIBUTIONS, FLOAT, [1, 1, features]),
        ],
        constants,
        value_info=info,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", 2)])


def _saved(model: onnx.ModelProto, path: Path) -> str:
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_net(net: ExplainedGru, path: Path) -> str:
    """The recurrent net alone; returns the file's SHA-256."""
    net.eval()
    torch.onnx.export(
        net,
        torch.zeros(1, len(LEADS), LENGTH_SAMPLES),
        str(path),
        opset_version=OPSET,
        input_names=[SIGNAL],
        output_names=[LOGITS, ACTIVATION, SIGNED],
    )
    return _saved(onnx.load(str(path)), path)


def write_measured(members: Sequence[Shared], features: int, path: Path) -> str:
    """Members on measured features alone; returns the file's SHA-256."""
    model = _measured_graph(members, features, LOGITS)
    model.ir_version = 7
    return _saved(model, path)


def write_joined(net: Path, net_share: float, members: Sequence[Shared], features: int, path: Path) -> str:
    """The graph of `net` as it was shipped, joined with members on measured features; returns the file's SHA-256."""
    first = onnx.load(str(net))
    renamed = {name: f"net_{name}" for name in (LOGITS, ACTIVATION, SIGNED)}
    for node in first.graph.node:
        for names in (node.input, node.output):
            for at, name in enumerate(names):
                names[at] = renamed.get(name, name)
    cells = {}
    for output in first.graph.output:
        cells[output.name] = [d.dim_value for d in output.type.tensor_type.shape.dim]
        output.name = renamed[output.name]
    second = _measured_graph(members, features, "measured_logits")
    second.ir_version = first.ir_version
    merged = compose.merge_models(first, second, io_map=[])
    merged.graph.initializer.append(numpy_helper.from_array(np.float32(net_share), "net_share"))
    nodes = [helper.make_node("Mul", [inner, "net_share"], [f"shared_{inner}"]) for inner in renamed.values()]
    nodes += [helper.make_node("Identity", [f"shared_net_{name}"], [name]) for name in (ACTIVATION, SIGNED)]
    nodes.append(_sum([f"shared_net_{LOGITS}", "measured_logits"], LOGITS))
    merged.graph.node.extend(nodes)
    for name in [*renamed.values(), "measured_logits"]:
        merged.graph.output.remove(next(o for o in merged.graph.output if o.name == name))
    merged.graph.output.extend(
        helper.make_tensor_value_info(name, FLOAT, cells[name]) for name in (LOGITS, ACTIVATION, SIGNED)
    )
    return _saved(merged, path)
