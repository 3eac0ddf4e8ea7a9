"""`python3 -m training superclass`: five superclasses from twelve leads, models/superclass-net."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

from ...common.settings import read_settings

HELP = "train, calibrate, measure and export models/superclass-net"


def add_arguments(parser: argparse.ArgumentParser, models: Path) -> None:
    parser.add_argument("--data", type=Path, required=True, help="folder with labels.csv, records.csv, records100/")
    parser.add_argument("--out", type=Path, default=models / "superclass-net")
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.json")
    steps = parser.add_mutually_exclusive_group()
    steps.add_argument("--reuse", action="store_true", help="export the last run's weights again")
    steps.add_argument("--untouched", action="store_true", help="the same recipe, its test fold seen once: untouched.json")


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    from .run import run_superclass, run_untouched

    if not (arguments.data / "labels.csv").is_file():
        raise FileNotFoundError(f"no labels.csv in {arguments.data}")
    settings = read_settings(arguments.config)
    if arguments.untouched:
        run_untouched(arguments.data, arguments.out, settings, say)
    else:
        run_superclass(arguments.data, arguments.out, runs, settings, arguments.reuse, say)
