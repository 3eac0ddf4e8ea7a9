"""Where a run happened."""

from __future__ import annotations

import platform
from pathlib import Path

import torch


def machine() -> str:
    """Processor and versions, for the card."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        if names:
            name = f"{len(names)} cores of {names[0]}"
    return f"{name}, torch {torch.__version__}, Python {platform.python_version()}"


def device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
