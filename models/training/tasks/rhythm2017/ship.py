"""From trained runs to models/rhythm2017-net, and the one look at the test part."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
import torch

from ...common.calibration import patient_parts, scale_and_bias, softmax, temperature
from ...common.machine import machine
from ...common.metrics import confusion
from ...common.onnx_file import output_shapes, write_onnx
from ...common.pictures import confusion_picture, learning_curves, reliability
from ...common.settings import write_json
from ...common.splits import read_split
from ...runs import Run, best_run, epochs_of, find_runs, read
from .card import write_card
from .data import CLASSES, SPLIT, Recordings, all_windows, load, read_labels
from .evaluate import answers, by_duration, calibration_figures
from .fit import challenge_score, recording_logits
from .net import ExportedNet, parameter_count
from .prepare import NAME, SAMPLE_RATE_HZ, WINDOW_SAMPLES, prepare, windows
from .run import ABLATION, TASK, trained_net
from .vectors import formulae, signal

INPUT = "ecg"
OUTPUTS = ("logits", "activation", "signed_activation")
TRIALS = Path(__file__).parent / "trials.csv"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Softmax:
    """probabilities = softmax(scale * logits + bias)."""

    scale: float
    bias: np.ndarray

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        return softmax(self.scale * logits + self.bias)


def fit_softmax(truth: np.ndarray, logits: np.ndarray, with_bias: bool) -> Softmax:
    if not with_bias:
        return Softmax(round(1 / temperature(truth, logits), 6), np.zeros(len(CLASSES)))
    scale, bias = scale_and_bias(truth, logits)
    return Softmax(round(scale, 6), bias.round(6))


def cross_fitted(
    truth: np.ndarray, logits: np.ndarray, with_bias: bool, settings: Mapping[str, Any]
) -> np.ndarray:
    """Probabilities [n, classes], each from a calibration that did not see its recording."""
    part = patient_parts(np.arange(truth.size), settings["crossFitParts"], settings["crossFitSeed"])
    out = np.empty_like(logits)
    for p in range(settings["crossFitParts"]):
        fitted = fit_softmax(truth[part != p], logits[part != p], with_bias)
        out[part == p] = fitted.probabilities(logits[part == p])
    return out


def _durations(recordings: Recordings) -> np.ndarray:
    return np.array([s.size / SAMPLE_RATE_HZ for s in recordings.signals])


def _figures(
    recordings: Recordings, logits: np.ndarray, after: np.ndarray, settings: Mapping[str, Any]
) -> dict[str, Any]:
    answer = after.argmax(axis=1)
    return {
        **answers(recordings.truth, answer, settings),
        "calibration": {
            "before": calibration_figures(recordings.truth, softmax(logits), settings),
            "after": calibration_figures(recordings.truth, after, settings),
        },
        "byDuration": by_duration(recordings.truth, answer, _durations(recordings), settings),
    }


def _members(runs: Path, names: Sequence[str]) -> list[Run]:
    found = [Run(runs / name) for name in names]
    for run in found:
        if not (run.folder / "metrics.json").exists():
            raise ValueError(f"{run.name} is no finished run")
    return found


@torch.no_grad()
def parity_vectors(net: ExportedNet, sha256: str) -> dict[str, Any]:
    """Formula signals, prepared and cut as at run time, with torch's outputs of every window."""
    long = {**formulae()[1], "name": "61 s at 300 Hz: more than one window", "lengthSamples": 18300}
    rows = []
    for formula in (*formulae()[:3], long):
        cut = windows(prepare(signal(formula), formula["sampleRateHz"]))
        logits, _, signed = net(torch.from_numpy(cut))
        outputs = {"logits": logits, "signedActivation": signed}
        rounded = {name: [float(f"{v:.7g}") for v in tensor.reshape(-1)] for name, tensor in outputs.items()}
        rows.append({"input": formula, "windows": len(cut), **rounded})
    return {"preparation": NAME, "modelSha256": sha256, "classes": list(CLASSES), "tolerance": 1e-4, "vectors": rows}


def _start(runs: Path, run: Run) -> Run | None:
    """The run whose weights this one went on from."""
    start = read(run, "config.json").get("start")
    return None if start is None else best_run(runs, TASK, wanted=[f"name={start['name']}"])


def _minutes(runs: Path, members: Sequence[Run]) -> float:
    """CPU minutes of the runs and of what they went on from, each counted once."""
    needed = {run.name: run for run in members}
    for run in members:
        start = _start(runs, run)
        while start is not None:
            needed[start.name] = start
            start = _start(runs, start)
    return sum(read(run, "metrics.json")["cpuMinutes"] for run in needed.values())


def _path(runs: Path, run: Run) -> str:
    """The configurations that led to a run, in the order in which they are to be trained."""
    start, name = _start(runs, run), read(run, "config.json")["name"]
    return name if start is None else f"{_path(runs, start)} then {name}"


def judged_truth(data: Path) -> np.ndarray:
    """Class numbers of the validation part, in the order of a run's validation_logits.npy."""
    labels, split = read_labels(data), read_split(SPLIT)
    return np.array([CLASSES.index(labels[name]) for name in sorted(labels) if split[name] == "validation"])


def calibrated_score(truth: np.ndarray, logits: np.ndarray, settings: Mapping[str, Any]) -> dict[bool, float]:
    """Mean F1 of N, A, O after cross-fitted calibration, by whether it has a bias a class."""
    return {
        kind: challenge_score(truth, cross_fitted(truth, logits, kind, settings).argmax(axis=1)) for kind in (False, True)
    }


def _saved_logits(run: Run) -> np.ndarray:
    return np.load(run.folder / "validation_logits.npy")


def _mean_rows() -> list[list[str]]:
    """The means of runs that were judged before."""
    if not TRIALS.exists():
        return []
    with TRIALS.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.reader(file) if " + " in row[0]]


def write_trials(runs: Path, data: Path, shipped: Sequence[Run], means: Sequence[Sequence[Run]] = ()) -> int:
    """Every configuration, and every mean of runs, that was judged on the whole validation part; returns their number."""
    truth = judged_truth(data)
    rows = []
    for run in find_runs(runs, TASK):
        metrics, settings, course = read(run, "metrics.json"), read(run, "config.json"), epochs_of(run)
        if not metrics and course:
            best = round(max(row["score"] for row in course), 4)
            minutes = round(course[-1]["cpu_seconds"] / 60, 2)
            rows.append([run.folder.name, f"{settings['name']} (stopped)", len(course), minutes, best, "", "no"])
        if metrics.get("validation", {}).get("recordings") != truth.size:
            continue
        after = max(calibrated_score(truth, _saved_logits(run), settings["evaluation"]).values())
        rows.append(
            [run.folder.name, settings["name"], len(course), metrics["cpuMinutes"], metrics["validation"]["score"]]
            + [round(after, 4), "yes" if [run] == list(shipped) else "no"]
        )
    known = {row[0]: row for row in _mean_rows()}
    for members in [*means, shipped]:
        if len(members) < 2:
            continue
        logits = np.mean([_saved_logits(run) for run in members], axis=0)
        settings = [read(run, "config.json") for run in members]
        after = max(calibrated_score(truth, logits, settings[0]["evaluation"]).values())
        name = " + ".join(run.folder.name for run in members)
        known[name] = [name, "mean of " + ", ".join(s["name"] for s in settings), "", ""]
        known[name] += [round(challenge_score(truth, logits.argmax(axis=1)), 4), round(after, 4), "no"]
    shipped_name = " + ".join(run.folder.name for run in shipped)
    for name, row in known.items():
        rows.append([*row[:6], "yes" if name == shipped_name else "no"])
    with TRIALS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ["run", "configuration", "epochs", "cpu_minutes", "mean_f1_validation", "mean_f1_calibrated", "shipped"]
        )
        writer.writerows(rows)
    return len(rows)


def judge(data: Path, runs: Path, names: Sequence[str], say: Say) -> None:
    """Judges the mean of runs on the validation part, from their saved logits, and notes it in trials.csv."""
    members = _members(runs, names)
    write_trials(runs, data, (), [members])
    say(next(", ".join(row) for row in _mean_rows() if row[0] == " + ".join(run.folder.name for run in members)))


def ship(data: Path, out: Path, runs: Path, names: Sequence[str], say: Say) -> None:
    """Exports the mean of the runs with everything that a model folder holds, figures from the validation part."""
    members = _members(runs, names)
    settings = read(members[0], "config.json")
    torch.set_num_threads(settings["threads"])
    net = ExportedNet([trained_net(run) for run in members]).eval()
    training, validation = load(data, "train", "validation")
    held = all_windows(validation)
    logits = np.mean([recording_logits(member, held) for member in net.members], axis=0)
    judged = settings["evaluation"]

    score = calibrated_score(validation.truth, logits, judged)
    with_bias = score[True] >= score[False]
    crossed = cross_fitted(validation.truth, logits, with_bias, judged)
    fitted = fit_softmax(validation.truth, logits, with_bias)

    out.mkdir(parents=True, exist_ok=True)
    # Two rows, so that no operation of the graph takes the number of windows for a constant 1.
    example = torch.from_numpy(held.values[:2])
    sha256 = write_onnx(net, example, [INPUT], OUTPUTS, out / "model.onnx", rows_axis="windows")
    write_json(
        out / "model.json",
        {
            "schema": "einthoven.model/2",
            "id": "rhythm2017-net",
            "version": "0.1.0",
            "title": "Rhythm from one lead: normal, atrial fibrillation, other, noisy",
            "task": TASK,
            "file": "model.onnx",
            "sha256": sha256,
            "bytes": (out / "model.onnx").stat().st_size,
            "parameters": parameter_count(net),
            "intendedUse": (
                "Research: calibrated probabilities that one lead of 9 to 61 s shows normal sinus rhythm (N), atrial "
                "fibrillation (A), another rhythm (O) or is too noisy to tell (~), to be read beside the tracing by a physician."
            ),
            "notFor": [
                "use as a diagnosis or as the ground of a treatment",
                "children and adolescents (none known in the training data)",
                "recordings shorter than 9 s, and rates below 100 Hz",
                "telling which other rhythm it is",
            ],
            "minimumAgeYears": 18,
            "inputs": [
                {
                    "kind": "leadWindows",
                    "name": INPUT,
                    "sampleRateHz": SAMPLE_RATE_HZ,
                    "lengthSamples": WINDOW_SAMPLES,
                    "unit": "mV",
                    "preparation": NAME,
                    "leastDurationS": 9,
                    "longestDurationS": 61,
                }
            ],
            "output": {
                "logits": OUTPUTS[0],
                "activation": {
                    "rectified": OUTPUTS[1],
                    "signed": OUTPUTS[2],
                    "cells": output_shapes(out / "model.onnx")[OUTPUTS[2]][2],
                },
                "contributions": None,
            },
            "classes": list(CLASSES),
            "thresholds": None,
            "calibration": {"method": "softmax", "scale": fitted.scale, "bias": fitted.bias.tolist()},
            "training": {
                "data": "PhysioNet/Computing in Cardiology Challenge 2017, training set, 5,671 recordings",
                "licence": "ODC-BY 1.0",
                "citation": (
                    "Clifford GD, Liu C, Moody B, Lehman LH, Silva I, Li Q, Johnson AE, Mark RG. AF classification from a "
                    "short single lead ECG recording: the PhysioNet/Computing in Cardiology Challenge 2017. Computing in "
                    "Cardiology 44 (2017). doi:10.22489/CinC.2017.065-469"
                ),
                "split": "splits/rhythm2017.csv: recordings, by class, seed 2017: 70 % training, 15 % validation, 15 % test",
                "recordings": len(training.names),
                "command": "cd models && python3 -m training rhythm2017 --data DIR --noise NOISE --config FILE, for each of "
                + ", ".join(_path(runs, run) for run in members),
                "seed": settings["seed"],
                "minutes": round(_minutes(runs, members), 1),
            },
            "metrics": {
                "set": "CinC 2017, part of the training set",
                "interval": f"95 %, {judged['bootstrapRepeats']} bootstrap draws of recordings",
                "members": [{"run": run.name, "configuration": read(run, "config.json")["name"]} for run in members],
                "machine": machine(),
                "calibrationChoice": {
                    "temperature": round(score[False], 4),
                    "scaleAndBias": round(score[True], 4),
                    "figure": "mean F1 of N, A, O on the validation part, cross-fitted",
                },
                "configurationsTried": write_trials(runs, data, members),
                "validation": _figures(validation, logits, crossed, judged),
            },
        },
    )
    write_json(out / "config.json", {run.name: read(run, "config.json") for run in members})
    (out / "parity.json").write_text(json.dumps(parity_vectors(net, sha256), separators=(",", ":")) + "\n", encoding="utf-8")
    learning_curves({read(run, "config.json")["name"]: epochs_of(run) for run in members}, out / "curve.png")
    _pictures(validation, logits, crossed, out)
    write_card(out, ABLATION, TRIALS)
    say(f"validation {json.loads((out / 'model.json').read_text())['metrics']['validation']['meanF1']}")


def _pictures(recordings: Recordings, logits: np.ndarray, after: np.ndarray, out: Path) -> None:
    labels = np.eye(len(CLASSES))[recordings.truth]
    reliability(CLASSES, labels, softmax(logits), after, out / "reliability.png")
    confusion_picture(CLASSES, confusion(recordings.truth, after.argmax(axis=1), len(CLASSES)), out / "confusion.png")


def look_at_test(data: Path, out: Path, runs: Path, say: Say) -> None:
    """The shipped model and every row of the ablation on the test part; refuses a second look."""
    described = json.loads((out / "model.json").read_text(encoding="utf-8"))
    if "test" in described["metrics"]:
        raise ValueError("the test part was looked at already: its figures are in model.json")
    members = _members(runs, [m["run"] for m in described["metrics"]["members"]])
    settings = read(members[0], "config.json")
    torch.set_num_threads(settings["threads"])
    (test,) = load(data, "test")
    cut = all_windows(test)
    logits = np.mean([recording_logits(trained_net(run), cut) for run in members], axis=0)
    calibration = described["calibration"]
    fitted = Softmax(calibration["scale"], np.array(calibration["bias"]))
    described["metrics"]["test"] = _figures(test, logits, fitted.probabilities(logits), settings["evaluation"])

    with ABLATION.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    described["metrics"]["ablationOnTest"] = {}
    for row in rows:
        net = trained_net(Run(runs / TASK / row["run"]))
        answer = recording_logits(net, cut).argmax(axis=1)
        figures = answers(test.truth, answer, settings["evaluation"])
        described["metrics"]["ablationOnTest"][row["configuration"]] = figures["meanF1"]
        say(f"{row['configuration']}: {figures['meanF1']}")
    write_json(out / "model.json", described)
    write_card(out, ABLATION, TRIALS)
    say(f"shipped, test: {described['metrics']['test']['meanF1']}")
