"""`python3 -m training superclass`: five superclasses from twelve leads, models/superclass-ensemble."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

from ...common.settings import read_settings

HELP = "train, calibrate, measure and export models/superclass-ensemble"


def add_arguments(parser: argparse.ArgumentParser, models: Path) -> None:
    parser.add_argument("--data", type=Path, required=True, help="folder of PTB-XL, whole (ptbxl_database.csv) or a part (labels.csv)")
    parser.add_argument("--out", type=Path, default=models / "superclass-ensemble")
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.json")
    parser.add_argument("--measured", type=Path, help="features measured before, instead of measuring now")
    parser.add_argument("--nets", type=Path, help="folder of nets trained before: those of the same data and settings are taken")
    parser.add_argument("--prepared", type=int, metavar="N", help="print N prepared recordings, for validation/preparation.ts")
    parser.add_argument("--only-nets", action="store_true", help="train the nets into --nets and stop")


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    if arguments.prepared:
        from ...common.mv100 import prepare
        from ...common.prepared import print_prepared
        from ...common.ptbxl import read_table

        table = read_table(arguments.data)
        headers = list(table["path"][table["strat_fold"].isin(read_settings(arguments.config)["folds"])])
        print_prepared(arguments.data, headers, arguments.prepared, lambda r: prepare(r.leads, r.sample_rate_hz, r.samples_mv))
        return
    from .run import run_superclass, train_nets

    settings = read_settings(arguments.config)
    if arguments.only_nets:
        if arguments.nets is None:
            raise ValueError("--only-nets needs --nets")
        train_nets(arguments.data, arguments.nets, settings, say)
    else:
        run_superclass(arguments.data, arguments.out, runs, settings, arguments.measured, arguments.nets, say)
