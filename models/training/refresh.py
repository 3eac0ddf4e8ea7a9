"""`python3 -m training refresh`: what depends on the measurement engine, measured and trained anew, one after the other."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

HELP = "measure PTB-XL anew and train superclass-ensemble and binary-* on it"
TASKS = Path(__file__).parent / "tasks"
BINARY = ("logreg", "gru", "ensemble")
"""In this order: the ensemble takes the net of binary-gru."""


def add_arguments(parser: argparse.ArgumentParser, models: Path, runs: Path) -> None:
    parser.add_argument("--data", type=Path, required=True, help="folder of PTB-XL, whole (ptbxl_database.csv) or a part (labels.csv)")
    parser.add_argument("--models", type=Path, default=models, help="where the models' folders are written")
    parser.add_argument("--nets", type=Path, default=runs / "nets", help="nets kept from one run for the next; what is not there is trained")
    parser.add_argument("--measured", type=Path, help="features measured before by this engine, instead of measuring now")


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    """Every model is written only when its training is done: a run that is cut off leaves the others as they were."""
    from .common.machine import cpu_minutes
    from .common.measured import measure
    from .common.ptbxl import read_table
    from .common.settings import read_settings
    from .tasks.binary.run import run_binary
    from .tasks.superclass.run import run_superclass

    data, models, nets = arguments.data, arguments.models, arguments.nets
    began = cpu_minutes()
    superclass = read_settings(TASKS / "superclass" / "config.json")
    measured = arguments.measured
    if measured is None:
        measured = runs / "measured.csv"
        runs.mkdir(parents=True, exist_ok=True)
        table = read_table(data)
        measure(data, list(table["path"][table["strat_fold"].isin(superclass["folds"])]), measured)
        say(f"measured: {cpu_minutes() - began:.1f} CPU min")
    run_superclass(data, models / superclass["id"], runs, superclass, measured, nets, say)
    for name in BINARY:
        run_binary(data, models, runs, read_settings(TASKS / "binary" / "configs" / f"{name}.json"), measured, nets, say)
    say(f"all: {cpu_minutes() - began:.1f} CPU min; now: npx einthoven models verify")
