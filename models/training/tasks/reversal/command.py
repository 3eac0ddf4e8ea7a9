"""`python3 -m training reversal`: nets that suspect swapped electrodes, app/analysis/reversal/swapNets.ts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

HELP = "train the nets that suspect swapped electrodes"


def add_arguments(parser: argparse.ArgumentParser, models: Path) -> None:
    parser.add_argument("--data", type=Path, required=True, help="what tasks/reversal/export.ts wrote")
    parser.add_argument("--out", type=Path, default=models.parent, help="root of the repository")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--decay", type=float, default=0.3)


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    from .fit import fit_reversal

    fit_reversal(arguments.data, arguments.out, {"epochs": arguments.epochs, "decay": arguments.decay}, say)
