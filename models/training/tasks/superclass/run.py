"""The run that makes models/superclass-net: train, calibrate, measure, export, describe."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import torch

from ...common.calibration import Calibration, calibrate
from ...common.machine import machine
from ...common.onnx_file import output_shapes
from ...common.settings import write_json
from ...runs import Run, begin, find_runs, finish, note_epoch, read
from .card import write_card
from .curve import write_csv, write_picture
from .data import CLASSES, Dataset, fold_rows, load
from .evaluate import evaluate, evaluate_untouched, minors_count, paced_count
from .export import INPUT, OUTPUTS, export_onnx
from .fit import Member, build, class_logits, fit_member
from .net import ActivationNet, parameter_count
from .parity import vectors
from .prepare import LEADS, LENGTH_SAMPLES, NAME, SAMPLE_RATE_HZ

Say = Callable[[str], None]
TASK = "superclass"
COMMAND = "python3 -m training superclass --data DIR"


def members_logits(members: Sequence[Member], part: Dataset) -> Any:
    """Mean of the members' logits, float64 [n, 5]."""
    return sum(class_logits(m.net, part.ecg) for m in members) / len(members)


def train_members(train: Dataset, select: Dataset, settings: Mapping[str, Any], say: Say) -> tuple[list[Member], float]:
    """One member per seed, and the minutes that took."""
    torch.set_num_threads(settings["threads"])
    started = time.monotonic()
    members = [fit_member(train, select, settings, seed, say) for seed in settings["seeds"]]
    return members, (time.monotonic() - started) / 60


WEIGHTS = "members.pt"


def _save(run: Run, members: Sequence[Member], minutes: float) -> None:
    rows = [{"weights": m.net.state_dict(), "best": m.best_epoch, "course": m.course} for m in members]
    torch.save({"members": rows, "minutes": minutes, "machine": machine()}, run.folder / WEIGHTS)
    for member in members:
        for epoch in member.course:
            note_epoch(run, {**asdict(epoch), "score": epoch.select_auc})


def _last_run(root: Path, settings: Mapping[str, Any]) -> Run:
    """The latest run with these settings, the version aside. Raises ValueError when there is none with weights."""
    alike = [
        run
        for run in find_runs(root, TASK)
        if (run.folder / WEIGHTS).exists() and {**read(run, "config.json"), "version": ""} == {**settings, "version": ""}
    ]
    if not alike:
        raise ValueError("no run with these settings has left its weights")
    return alike[-1]


def _saved(run: Run, settings: Mapping[str, Any], auxiliary: int) -> tuple[list[Member], float, str]:
    """The members of an earlier run."""
    state = torch.load(run.folder / WEIGHTS)
    members = []
    for row in state["members"]:
        net = build(settings, auxiliary)
        net.load_state_dict(row["weights"])
        net.eval()
        members.append(Member(net, row["best"], row["course"]))
    return members, state["minutes"], state["machine"]


def _rounded(fitted: Calibration) -> Calibration:
    """What model.json will hold, so that the figures are those of the numbers written."""
    return Calibration(fitted.slope.round(6), fitted.intercept.round(6), fitted.threshold.round(4))


def manifest(
    settings: Mapping[str, Any],
    fitted: Calibration,
    figures: Mapping[str, Any],
    model: Mapping[str, Any],
    recordings: int,
    minutes: float,
) -> dict[str, Any]:
    """model.json, as app/models/manifest.ts defines it."""
    train_folds, select_folds = settings["split"]["train"], settings["split"]["select"]
    return {
        "schema": "einthoven.model/1",
        "id": settings["id"],
        "version": settings["version"],
        "title": "Five diagnostic superclasses of PTB-XL from a 12-lead ECG",
        "task": "superclass",
        "file": "model.onnx",
        "sha256": model["sha256"],
        "bytes": model["bytes"],
        "parameters": model["parameters"],
        "intendedUse": (
            "Research: calibrated probabilities of the PTB-XL superclasses NORM, MI, STTC, CD and HYP for a standard "
            "12-lead resting ECG of 10 s of an adult (18 years or older), to be read beside the tracing by a physician."
        ),
        "notFor": [
            "paced rhythm",
            "children and adolescents (under 18 years)",
            "recordings of unacceptable quality",
            "recordings that lack one of the twelve standard leads",
            "sampling below 100 Hz",
            "use as a diagnosis or as the ground of a treatment",
        ],
        "minimumAgeYears": 18,
        "input": {
            "name": INPUT,
            "leads": list(LEADS),
            "sampleRateHz": SAMPLE_RATE_HZ,
            "lengthSamples": LENGTH_SAMPLES,
            "unit": "mV",
            "preparation": NAME,
        },
        "output": {
            "logits": OUTPUTS[0],
            "activation": OUTPUTS[1],
            "signedActivation": OUTPUTS[2],
            "cells": model["cells"],
        },
        "classes": list(CLASSES),
        "thresholds": fitted.threshold.tolist(),
        "calibration": {
            "method": "platt",
            "slope": fitted.slope.tolist(),
            "intercept": fitted.intercept.tolist(),
        },
        "training": {
            "data": "PTB-XL 1.0.3, 100 Hz, records 1-1999 with a superclass label",
            "licence": "CC BY 4.0",
            "citation": (
                "Wagner P, Strodthoff N, Bousseljot RD, Kreiseler D, Lunze FI, Samek W, Schaeffter T. PTB-XL, a large "
                "publicly available electrocardiography dataset. Scientific Data 7, 154 (2020). "
                "doi:10.1038/s41597-020-0495-6"
            ),
            "split": (
                f"official folds, by patient: {train_folds[0]}-{train_folds[-1]} training, "
                f"{', '.join(map(str, select_folds))} epoch selection, configuration, calibration and thresholds"
            ),
            "recordings": recordings,
            "command": f"cd models && {COMMAND}",
            "seed": settings["seeds"][0],
            "minutes": round(minutes, 1),
        },
        "metrics": dict(figures),
    }


def run_superclass(data: Path, out: Path, runs: Path, settings: Mapping[str, Any], reuse: bool, say: Say) -> None:
    """Writes model.onnx, model.json, parity.json, CARD.md, config.json and the learning curve into `out`.

    `reuse` takes the weights that the last run with the same settings left below `runs` instead of training again.
    """
    split = settings["split"]
    dataset = load(data, settings["auxiliaryMinimum"], split["train"])
    train, select = (dataset.part(rows) for rows in fold_rows(dataset.table, split["train"], split["select"]))
    say(f"{len(train.table)} training, {len(select.table)} selection recordings; {len(dataset.auxiliary_names)} statements")
    if reuse:
        run = _last_run(runs, settings)
        members, minutes, where = _saved(run, settings, len(dataset.auxiliary_names))
    else:
        run = begin(runs, TASK, settings)
        members, minutes = train_members(train, select, settings, say)
        where = machine()
        _save(run, members, minutes)
    torch.set_num_threads(settings["threads"])

    logits = members_logits(members, select)
    fitted = _rounded(calibrate(select.labels, logits))
    figures: dict[str, Any] = {
        "set": f"PTB-XL 1.0.3, records 1-1999, fold {', '.join(map(str, split['select']))}",
        "interval": f"95 %, {settings['evaluation']['bootstrapRepeats']} bootstrap draws of whole patients",
        "caution": "This fold also chose the configuration, the epochs, the calibration and the thresholds.",
        "pacedRecordings": {"training": paced_count(train.table), "selection": paced_count(select.table)},
        "knownMinors": {"training": minors_count(train.table), "selection": minors_count(select.table)},
        "bestEpochs": [m.best_epoch for m in members],
        "selection": evaluate(select, logits, fitted, settings["evaluation"]),
    }
    untouched = out / "untouched.json"
    if untouched.exists():
        figures["untouched"] = json.loads(untouched.read_text(encoding="utf-8"))

    out.mkdir(parents=True, exist_ok=True)
    exported = ActivationNet([m.net for m in members])
    path = out / "model.onnx"
    sha256 = export_onnx(exported, path)
    model = {
        "sha256": sha256,
        "bytes": path.stat().st_size,
        "parameters": parameter_count(exported),
        "cells": output_shapes(path)[OUTPUTS[2]][2],
    }
    described = manifest(settings, fitted, figures, model, len(train.table), minutes)
    write_json(out / "model.json", described)
    parity = vectors(exported, sha256)
    (out / "parity.json").write_text(json.dumps(parity, separators=(",", ":")) + "\n", encoding="utf-8")
    write_json(out / "config.json", settings)
    write_csv(members, out / "curve.csv")
    write_picture(members, out / "curve.png")
    write_card(out / "CARD.md", described, settings, where, Path(__file__).parent / "trials.csv")
    macro = figures["selection"]["auc"]["macro"]
    finish(run, {"validation": {"score": macro["value"], **figures["selection"]}, "minutes": minutes})
    say(f"macro AUC {macro['value']} [{macro['low']}, {macro['high']}], {minutes:.1f} min, {path.stat().st_size} bytes")


def run_untouched(data: Path, out: Path, settings: Mapping[str, Any], say: Say) -> None:
    """The same recipe one fold earlier, so that the last fold is seen once, at the end: writes `out`/untouched.json.

    Training folds but the last, selection and calibration on the last training fold, figures on the selection fold.
    """
    split = settings["split"]
    shorter, chooser = split["train"][:-1], split["train"][-1:]
    dataset = load(data, settings["auxiliaryMinimum"], shorter)
    train, select, test = (dataset.part(r) for r in fold_rows(dataset.table, shorter, chooser, split["select"]))
    members, minutes = train_members(train, select, settings, say)
    out.mkdir(parents=True, exist_ok=True)
    fitted = _rounded(calibrate(select.labels, members_logits(members, select)))
    figures = evaluate_untouched(test, members_logits(members, test), fitted, settings["evaluation"])
    about = {
        "trainingRecordings": len(train.table),
        "selectionRecordings": len(select.table),
        "folds": {"train": shorter, "select": chooser, "test": split["select"]},
        "minutes": round(minutes, 1),
    }
    write_json(out / "untouched.json", {**about, **figures})
    say(f"untouched fold: macro AUC {figures['auc']['macro']}")
