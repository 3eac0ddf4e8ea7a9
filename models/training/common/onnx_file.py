"""ONNX from torch, checked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Sequence

import onnx
import torch
from torch import nn

OPSET = 13


def write_onnx(net: nn.Module, example: torch.Tensor, names_in: Sequence[str], names_out: Sequence[str], path: Path) -> str:
    """Writes the graph with the example's fixed shape, checks it, returns the SHA-256 of the file."""
    net.eval()
    torch.onnx.export(
        net, example, str(path), opset_version=OPSET, input_names=list(names_in), output_names=list(names_out)
    )
    onnx.checker.check_model(onnx.load(str(path)), full_check=True)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def output_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """Names and shapes of what the graph gives."""
    graph = onnx.load(str(path)).graph
    return {o.name: tuple(d.dim_value for d in o.type.tensor_type.shape.dim) for o in graph.output}
