"""`python3 -m training validity`: is this an ECG at all, models/validity."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

from ...common.settings import read_settings

HELP = "fit three scores of strangeness on real ECGs, choose one, measure and export models/validity"
SPLIT = Path(__file__).parents[2] / "splits" / "validity.csv"


def add_arguments(parser: argparse.ArgumentParser, models: Path) -> None:
    parser.add_argument("--data", type=Path, required=True, help="PTB-XL: folder with labels.csv, records.csv, records100/")
    parser.add_argument("--cinc2011", type=Path, required=True, help="folder with RECORDS-acceptable, RECORDS-unacceptable")
    parser.add_argument("--out", type=Path, default=models / "validity")
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.json")
    parser.add_argument("--split", action="store_true", help=f"write {SPLIT.name} anew and do nothing else")


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    from .data import write_cinc_split
    from .run import run_validity

    settings = read_settings(arguments.config)
    if arguments.split:
        write_cinc_split(arguments.cinc2011, SPLIT, settings["seed"])
        return
    run_validity(arguments.data, arguments.cinc2011, SPLIT, arguments.out, runs, settings, say)
