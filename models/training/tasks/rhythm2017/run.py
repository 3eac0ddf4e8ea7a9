"""One training run of one configuration, and the ablation: all configurations at the same budget."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from ...common.band import limit_band
from ...common.machine import keep_freed_memory
from ...common.noise import load_noise
from ...common.settings import read_settings
from ...runs import Run, begin, best_run, find_runs, finish, note_epoch, read
from .data import CLASSES, Recordings, all_windows
from .evaluate import answers
from .fit import recording_logits, train
from .net import RhythmNet, parameter_count
from .prepare import BAND_HZ, SAMPLE_RATE_HZ

TASK = "rhythm2017"
WEIGHTS = "weights.pt"
CONFIGS = Path(__file__).parent / "configs"
ABLATION = Path(__file__).parent / "ablation.csv"
ROWS = ("cnn", "cnn-lstm", "cnn-bilstm", "cnn-gru", "cnn-attention", "residual", "simple-lstm", "lstm-only")

Say = Callable[[str], None]


def noise_bank(folder: Path) -> dict[str, Tensor]:
    """Real noise in the band of the preparation, of unit standard deviation."""
    bank = {}
    for kind, values in load_noise(folder, SAMPLE_RATE_HZ).items():
        x = torch.from_numpy(limit_band(values.numpy(), SAMPLE_RATE_HZ, *BAND_HZ))
        bank[kind] = (x - x.mean()) / x.std()
    return bank


def train_one(
    recordings: Recordings,
    validation: Recordings,
    bank: Mapping[str, Tensor],
    settings: Mapping[str, Any],
    runs: Path,
    say: Say,
) -> Run:
    """Trains, leaves weights and validation logits in the run's folder, and the figures in its metrics.json."""
    torch.set_num_threads(settings["threads"])
    start = _weights_of(runs, settings.get("start"))
    keep_freed_memory()
    run = begin(runs, TASK, settings)

    def on_epoch(row: Mapping[str, float]) -> None:
        note_epoch(run, row)
        said = ", ".join(f"{name} {value:.4g}" for name, value in row.items())
        say(f"{settings['name']}: {said}")

    fitted = train(recordings, validation, bank, settings, on_epoch, start)
    torch.save(fitted.net.state_dict(), run.folder / WEIGHTS)
    logits = recording_logits(fitted.net, all_windows(validation))
    np.save(run.folder / "validation_logits.npy", logits)
    figures = answers(validation.truth, logits.argmax(axis=1), settings["evaluation"])
    finish(
        run,
        {
            "parameters": parameter_count(fitted.net),
            "bestEpoch": fitted.best_epoch,
            "cpuMinutes": round(fitted.course[-1]["cpu_seconds"] / 60, 2),
            "validation": figures,
        },
    )
    return run


def _weights_of(runs: Path, start: Mapping[str, Any] | None) -> Mapping[str, Tensor] | None:
    """Of the best finished run of the configuration that `start` names. Raises ValueError when there is none."""
    if start is None:
        return None
    return torch.load(best_run(runs, TASK, wanted=[f"name={start['name']}"]).folder / WEIGHTS)


def trained_net(run: Run) -> RhythmNet:
    net = RhythmNet(read(run, "config.json")["net"], len(CLASSES))
    net.load_state_dict(torch.load(run.folder / WEIGHTS))
    net.eval()
    return net


def _finished(runs: Path, settings: Mapping[str, Any], recordings: int) -> Run | None:
    """An earlier run of these settings that was judged on as many recordings."""
    for run in find_runs(runs, TASK):
        judged = read(run, "metrics.json").get("validation", {}).get("recordings")
        if judged == recordings and read(run, "config.json") == settings:
            return run
    return None


def run_ablation(
    recordings: Recordings, validation: Recordings, bank: Mapping[str, Tensor], runs: Path, say: Say
) -> None:
    """Every configuration in turn; ablation.csv grows with each. One that has finished before is not trained again."""
    done: list[Run] = []
    for name in ROWS:
        settings = read_settings(CONFIGS / f"{name}.json")
        earlier = _finished(runs, settings, len(validation.names))
        done.append(earlier or train_one(recordings, validation, bank, settings, runs, say))
        write_ablation(done)


def write_ablation(done: Sequence[Run]) -> None:
    with ABLATION.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        figures = ("value", "low", "high")
        classes = [f"f1_{name}" for name in ("N", "A", "O", "noisy")]
        writer.writerow(
            ["run", "configuration", "parameters", "best_epoch", "cpu_minutes", "recordings"]
            + [f"mean_f1_{figure}" for figure in figures]
            + classes
        )
        for run in done:
            metrics = read(run, "metrics.json")
            held = metrics["validation"]
            writer.writerow(
                [
                    run.folder.name,
                    read(run, "config.json")["name"],
                    metrics["parameters"],
                    metrics["bestEpoch"],
                    metrics["cpuMinutes"],
                    held["recordings"],
                    *(held["meanF1"][figure] for figure in figures),
                    *(held["f1"][name]["value"] for name in CLASSES),
                ]
            )
