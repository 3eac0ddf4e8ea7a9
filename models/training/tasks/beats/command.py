"""`python3 -m training beats`: beat classes, models/beats-diagnostic, beats-causal and beats-causal-int8."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

from ...common.settings import read_settings

KEPT = Path()
HELP = "train, cross-validate and export the beat classifiers"


def add_arguments(parser: argparse.ArgumentParser, models: Path) -> None:
    parser.add_argument("--data", type=Path, help="what tasks/beats/export.ts wrote")
    parser.add_argument("--out", type=Path, default=models)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.json")
    parser.add_argument("--view", choices=("diagnostic", "causal", "both"), default="both")
    parser.add_argument(
        "--card",
        type=Path,
        nargs="?",
        const=KEPT,
        metavar="FIGURES",
        help="only writes the cards: with figures.json of `validate beats --out`, or without it with the figures that model.json keeps",
    )
    steps = parser.add_mutually_exclusive_group()
    steps.add_argument("--only-cross-validate", action="store_true", help="no final training, no export")
    steps.add_argument(
        "--reuse", action="store_true", help="blend, calibrate and export the nets of the last run of each view again"
    )


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    from .card import write_cards
    from .run import run_beats

    if arguments.card is not None:
        write_cards(arguments.out, None if arguments.card == KEPT else arguments.card)
        return
    if arguments.data is None or not (arguments.data / "layout.json").is_file():
        raise FileNotFoundError(f"no layout.json in --data: run tasks/beats/export.ts first")
    settings = read_settings(arguments.config)
    views = ("diagnostic", "causal") if arguments.view == "both" else (arguments.view,)
    for view in views:
        run_beats(
            arguments.data, arguments.out, runs, settings, view, arguments.only_cross_validate, arguments.reuse, say
        )
