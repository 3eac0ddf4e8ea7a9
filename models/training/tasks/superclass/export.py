"""What the exported graph is called and shaped."""

from __future__ import annotations

from pathlib import Path

import torch

from ...common.onnx_file import write_onnx
from .net import ActivationNet

INPUT = "ecg"
OUTPUTS = ("logits", "activation", "signed_activation")


def export_onnx(net: ActivationNet, path: Path) -> str:
    """Writes opset-13 ONNX with fixed shapes, checks it with onnx, returns its SHA-256."""
    return write_onnx(net, torch.zeros(1, 12, 1000), [INPUT], OUTPUTS, path)
