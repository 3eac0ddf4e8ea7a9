"""`python3 -m training rhythm2017`: N, A, O or noisy from one lead, models/rhythm2017-net."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

from ...common.settings import read_settings

HELP = "train a configuration, all of the ablation, or write models/rhythm2017-net"


def add_arguments(parser: argparse.ArgumentParser, models: Path) -> None:
    here = Path(__file__).parent
    parser.add_argument("--data", type=Path, help="folder with REFERENCE-v3.csv and the recordings")
    parser.add_argument("--noise", type=Path, help="folder of nstdb: bw, ma, em; needed for training")
    parser.add_argument("--config", type=Path, default=here / "configs" / "cnn-gru.json")
    parser.add_argument("--limit", type=int, help="no more than so many recordings a part: a trial")
    parser.add_argument("--out", type=Path, default=models / "rhythm2017-net")
    steps = parser.add_mutually_exclusive_group()
    steps.add_argument("--split", action="store_true", help="write the split anew")
    steps.add_argument("--ablation", action="store_true", help="train every configuration at the same budget")
    steps.add_argument("--vectors", action="store_true", help="write the vectors of the preparation anew")
    steps.add_argument("--prepared", type=int, metavar="N", help="print N prepared recordings, for validation/preparation.ts")
    steps.add_argument("--ship", nargs="+", metavar="RUN", help="export the mean of these runs, with card and figures")
    steps.add_argument("--judge", nargs="+", metavar="RUN", help="judge the mean of these runs on the validation part")
    steps.add_argument("--card", action="store_true", help="write the card anew from model.json and config.json; needs no data")
    steps.add_argument("--final", action="store_true", help="look at the test part, once, for what was shipped")


def run(arguments: argparse.Namespace, runs: Path, say: Callable[[str], None]) -> None:
    from .data import load, make_split, read_labels
    from .run import noise_bank, run_ablation, train_one

    if arguments.card:
        from .card import write_card
        from .run import ABLATION
        from .ship import TRIALS

        write_card(arguments.out, ABLATION, TRIALS)
        return
    if arguments.vectors:
        from .vectors import write_vectors

        write_vectors()
        return
    if arguments.data is None:
        raise ValueError("--data is needed: the folder with REFERENCE-v3.csv and the recordings")
    if arguments.prepared:
        from ...common.prepared import print_prepared
        from .prepare import prepare

        headers = sorted(path.name for path in arguments.data.glob("*.hea"))
        print_prepared(arguments.data, headers, arguments.prepared, lambda r: prepare(r.samples_mv[0], r.sample_rate_hz))
        return
    if arguments.split:
        make_split(read_labels(arguments.data))
        return
    if arguments.ship or arguments.judge or arguments.final:
        from .ship import judge, look_at_test, ship

        if arguments.ship:
            ship(arguments.data, arguments.out, runs, arguments.ship, say)
        elif arguments.judge:
            judge(arguments.data, runs, arguments.judge, say)
        else:
            look_at_test(arguments.data, arguments.out, runs, say)
        return
    if arguments.noise is None:
        raise ValueError("training needs --noise, the folder of nstdb")
    bank = noise_bank(arguments.noise)
    train, validation = load(arguments.data, "train", "validation", limit=arguments.limit)
    say(f"{len(train.names)} training, {len(validation.names)} validation recordings")
    if arguments.ablation:
        run_ablation(train, validation, bank, runs, say)
    else:
        finished = train_one(train, validation, bank, read_settings(arguments.config), runs, say)
        say(finished.name)
