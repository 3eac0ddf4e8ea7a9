"""`python3 -m training binary`: NORMAL / NOT NORMAL, one model a configuration."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

from ...common.settings import read_settings

CONFIGS = Path(__file__).parent / "configs"
HELP = "train, calibrate, measure and export one of models/binary-*"


def add_arguments(parser: argparse.ArgumentParser, models: Path) -> None:
    parser.add_argument("--data", type=Path, required=True, help="folder of PTB-XL, whole (ptbxl_database.csv) or a part (labels.csv)")
    parser.add_argument(
        "--config", type=Path, required=True, help=f"of {', '.join(sorted(f'configs/{p.name}' for p in CONFIGS.glob('*.json')))}"
    )
    parser.add_argument("--models", type=Path, default=models, help="where the model's folder is written, and the net's is read")
    parser.add_argument("--measured", type=Path, help="features measured before, instead of measuring now")
    parser.add_argument("--nets", type=Path, help="folder of nets kept from one run for the next; a run goes on where it stopped")
    parser.add_argument("--limit", type=int, help="so many recordings of each fold alone: for trials")


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    from .run import run_binary

    settings = read_settings(arguments.config)
    if arguments.limit is not None:
        settings["limit"] = arguments.limit
    run_binary(arguments.data, arguments.models, runs, settings, arguments.measured, arguments.nets, say)
