"""One way in, run from models/: `python3 -m training TASK --data DIR` for every folder of tasks/, `refresh` for several, and `runs`."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from . import refresh, runs

HERE = Path(__file__).parent
RUNS = HERE / "runs"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m training")
    commands = parser.add_subparsers(dest="command", required=True)
    runs.add_arguments(commands.add_parser("runs", help="list, compare and draw what was trained"))
    refresh.add_arguments(commands.add_parser("refresh", help=refresh.HELP), HERE.parent, RUNS)
    tasks = {
        folder.parent.name: importlib.import_module(f".tasks.{folder.parent.name}.command", __package__)
        for folder in sorted((HERE / "tasks").glob("*/command.py"))
    }
    for name, task in tasks.items():
        task.add_arguments(commands.add_parser(name, help=task.HELP), HERE.parent)
    arguments = parser.parse_args()
    try:
        if arguments.command == "runs":
            print(runs.answer(arguments, RUNS))
        elif arguments.command == "refresh":
            refresh.run(arguments, RUNS, _say)
        else:
            tasks[arguments.command].run(arguments, RUNS, _say)
    except (FileNotFoundError, ValueError) as error:
        parser.exit(1, f"{parser.prog}: {error}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
