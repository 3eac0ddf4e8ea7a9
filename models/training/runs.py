"""The record of every training run, and the questions to it.

A run is a folder runs/<task>/<stamp>-<hash of its settings>/ with config.json, environment.json, epochs.csv, metrics.json
(figures by name; dotted names reach into it) and whatever weights the task leaves there.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import platform
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Mapping

from .common.settings import write_json

SCORE = "validation.score"
"""What `best` sorts by unless told otherwise; more is better."""


@dataclass(frozen=True)
class Run:
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"


def settings_hash(settings: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:8]


def _commit() -> str | None:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None


def environment() -> dict[str, Any]:
    import numpy
    import scipy
    import torch

    from .common.machine import machine

    return {
        "machine": machine(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "threads": torch.get_num_threads(),
        "cuda": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
        "commit": _commit(),
        "started": time.strftime("%Y-%m-%dT%H:%M:%S"),
    }


def begin(root: Path, task: str, settings: Mapping[str, Any]) -> Run:
    """Makes the run's folder and writes what is known before training."""
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{settings_hash(settings)}"
    folder = root / task / name
    tries = 1
    while folder.exists():
        tries += 1
        folder = root / task / f"{name}-{tries}"
    folder.mkdir(parents=True)
    write_json(folder / "config.json", settings)
    write_json(folder / "environment.json", environment())
    return Run(folder)


def note_epoch(run: Run, row: Mapping[str, float]) -> None:
    """Adds one line to epochs.csv; every epoch of a run has the same columns."""
    path = run.folder / "epochs.csv"
    fresh = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        if fresh:
            writer.writeheader()
        writer.writerow({name: round(v, 5) if isinstance(v, float) else v for name, v in row.items()})


def finish(run: Run, metrics: Mapping[str, Any]) -> None:
    write_json(run.folder / "metrics.json", metrics)


def find_runs(root: Path, task: str | None = None) -> list[Run]:
    folders = (path.parent for path in root.glob(f"{task or '*'}/*/config.json"))
    return [Run(folder) for folder in sorted(folders)]


def read(run: Run, file: str) -> dict[str, Any]:
    path = run.folder / file
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def flattened(values: Mapping[str, Any], begin_with: str = "") -> dict[str, Any]:
    """{"a": {"b": 1}} as {"a.b": 1}; lists stay whole."""
    out: dict[str, Any] = {}
    for name, value in values.items():
        out.update(
            flattened(value, f"{begin_with}{name}.") if isinstance(value, dict) else {f"{begin_with}{name}": value}
        )
    return out


def score_of(run: Run, metric: str) -> float | None:
    value = flattened(read(run, "metrics.json")).get(metric)
    return float(value) if isinstance(value, (int, float)) else None


def epochs_of(run: Run) -> list[dict[str, float]]:
    path = run.folder / "epochs.csv"
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def matches(run: Run, wanted: Iterable[str]) -> bool:
    """Whether the settings hold every `name=value` of `wanted`."""
    settings = flattened(read(run, "config.json"))
    pairs = (condition.split("=", 1) for condition in wanted)
    return all(str(settings.get(pair[0])) == pair[-1] for pair in pairs)


def best_run(root: Path, task: str, metric: str = SCORE, wanted: Iterable[str] = ()) -> Run:
    """Raises ValueError when no finished run of the task has the metric."""
    scored = [(score_of(run, metric), run) for run in find_runs(root, task) if matches(run, list(wanted))]
    finished = [(score, run) for score, run in scored if score is not None]
    if not finished:
        raise ValueError(f"no finished run of {task} with {metric}")
    return max(finished, key=lambda pair: pair[0])[1]


def _line(run: Run, metric: str) -> str:
    score = score_of(run, metric)
    settings = read(run, "config.json")
    what = settings.get("name", settings.get("id", ""))
    return f"{run.name}  {what}  {'unfinished' if score is None else f'{score:.4f}'}  {len(epochs_of(run))} epochs"


def compare(first: Run, second: Run) -> str:
    """Settings that differ, then the figures side by side."""
    lines = [f"{'':40} {first.name:>36} {second.name:>36}"]
    for file, only_different in (("config.json", True), ("metrics.json", False)):
        a, b = (flattened(read(run, file)) for run in (first, second))
        for name in dict.fromkeys([*a, *b]):
            values = [a.get(name), b.get(name)]
            if (only_different and values[0] == values[1]) or any(isinstance(v, list) and len(str(v)) > 36 for v in values):
                continue
            lines.append(f"{name:40} {str(values[0]):>36} {str(values[1]):>36}")
    return "\n".join(lines)


def _named(root: Path, name: str) -> Run:
    run = Run(root / name)
    if not (run.folder / "config.json").is_file():
        raise ValueError(f"no run {name}; `runs list` names them")
    return run


def add_arguments(parser: argparse.ArgumentParser) -> None:
    questions = parser.add_subparsers(dest="question", required=True)
    listing = questions.add_parser("list", help="every run with its score")
    listing.add_argument("task", nargs="?")
    best = questions.add_parser("best", help="the run with the highest metric")
    best.add_argument("task")
    for question in (listing, best):
        question.add_argument("--metric", default=SCORE)
        question.add_argument("--where", action="append", default=[], metavar="NAME=VALUE", help="a setting it must have")
    comparing = questions.add_parser("compare", help="two runs side by side")
    comparing.add_argument("run", nargs=2)
    plotting = questions.add_parser("plot", help="learning curves of runs in one picture")
    plotting.add_argument("run", nargs="+")
    plotting.add_argument("--out", type=Path, required=True)


def answer(arguments: argparse.Namespace, root: Path) -> str:
    if arguments.question == "list":
        chosen = [run for run in find_runs(root, arguments.task) if matches(run, arguments.where)]
        return "\n".join(_line(run, arguments.metric) for run in chosen) or "no runs"
    if arguments.question == "best":
        return _line(best_run(root, arguments.task, arguments.metric, arguments.where), arguments.metric)
    chosen = [_named(root, name) for name in arguments.run]
    if arguments.question == "compare":
        return compare(*chosen)
    from .common.pictures import learning_curves

    learning_curves({run.name: epochs_of(run) for run in chosen}, arguments.out)
    return str(arguments.out)
