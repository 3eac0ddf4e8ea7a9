"""`python3 -m training quality`: what each index of a lead takes from its quality score, app/analysis/quality/penaltyTable.ts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

HELP = "fit the penalties of the signal quality score"


def add_arguments(parser: argparse.ArgumentParser, models: Path) -> None:
    parser.add_argument("--data", type=Path, required=True, help="what tasks/quality/export.ts wrote")
    parser.add_argument("--out", type=Path, default=models.parent, help="root of the repository")


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    from .fit import fit_quality

    fit_quality(arguments.data, arguments.out, say)
