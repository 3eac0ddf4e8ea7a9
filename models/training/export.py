"""ONNX from torch, checked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import onnx
import torch

from .net import ActivationNet

INPUT = "ecg"
OUTPUTS = ("logits", "activation", "signed_activation")


def export_onnx(net: ActivationNet, path: Path) -> str:
    """Writes opset-13 ONNX with fixed shapes, checks it with onnx, returns its SHA-256."""
    net.eval()
    torch.onnx.export(
        net, torch.zeros(1, 12, 1000), str(path), opset_version=13, input_names=[INPUT], output_names=list(OUTPUTS)
    )
    model = onnx.load(str(path))
    onnx.checker.check_model(model, full_check=True)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def output_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """Names and shapes of what the graph gives."""
    graph = onnx.load(str(path)).graph
    return {o.name: tuple(d.dim_value for d in o.type.tensor_type.shape.dim) for o in graph.output}
