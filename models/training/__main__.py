"""`python3 -m training superclass --data DIR`, run from models/."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).parent


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m training")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("superclass", "train, calibrate, measure and export models/superclass-net"),
        ("untouched", "the same recipe with its test fold seen once: writes untouched.json"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--data", type=Path, required=True, help="folder with labels.csv, records.csv, records100/")
        command.add_argument("--out", type=Path, default=HERE.parent / "superclass-net")
        command.add_argument("--config", type=Path, default=HERE / "superclass.json")
        if name == "superclass":
            command.add_argument("--reuse", action="store_true", help="export the last run's weights again")
    arguments = parser.parse_args()
    if not (arguments.data / "labels.csv").is_file():
        parser.error(f"no labels.csv in {arguments.data}")

    from .superclass import read_settings, run_superclass, run_untouched

    settings = read_settings(arguments.config)
    if arguments.command == "untouched":
        run_untouched(arguments.data, arguments.out, settings, _say)
    else:
        run_superclass(arguments.data, arguments.out, HERE / "runs", settings, arguments.reuse, _say)
    return 0


if __name__ == "__main__":
    sys.exit(main())
