"""ONNX from torch, checked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Sequence

import onnx
import torch
from torch import nn

OPSET = 13


def write_onnx(
    net: nn.Module,
    example: torch.Tensor,
    names_in: Sequence[str],
    names_out: Sequence[str],
    path: Path,
    rows_axis: str | None = None,
) -> str:
    """Writes the graph, checks it, returns the SHA-256 of the file.

    Shapes are the example's; with `rows_axis` the first axis of inputs and outputs is open and has this name.
    """
    net.eval()
    axes = {} if rows_axis is None else {name: {0: rows_axis} for name in (*names_in, *names_out)}
    torch.onnx.export(
        net,
        example,
        str(path),
        opset_version=OPSET,
        input_names=list(names_in),
        output_names=list(names_out),
        dynamic_axes=axes,
    )
    onnx.checker.check_model(onnx.load(str(path)), full_check=True)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def output_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """Names and shapes of what the graph gives."""
    graph = onnx.load(str(path)).graph
    return {o.name: tuple(d.dim_value for d in o.type.tensor_type.shape.dim) for o in graph.output}
