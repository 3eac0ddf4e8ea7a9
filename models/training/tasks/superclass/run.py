"""The run that makes models/superclass-ensemble: every fold predicted by members that never saw it, then one model from all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
import torch

from ...common.calibration import Calibration, calibrate, patient_parts
from ...common.machine import cpu_minutes, machine
from ...common.measured import SET, take_measured
from ...common.metrics import aucs
from ...common.mv100 import LEADS, LEAST_DURATION_S, LENGTH_SAMPLES, NAME, SAMPLE_RATE_HZ
from ...common.net_store import NetStore
from ...common.onnx_file import output_shapes
from ...common.pictures import learning_curves, reliability
from ...common.ptbxl import Dataset, fold_rows, judged_set, load, source, with_support
from ...common.settings import write_json
from ...common.trees import BoostedTrees, fit_trees
from ...runs import Run, begin, epochs_of, finish, note_epoch
from .card import write_card
from .evaluate import discrimination, evaluate, minors_count, paced_count
from .fit import class_logits, fit_net, net_for
from .graph import INPUTS, OUTPUTS, write_graph
from .net import ActivationNet, EcgNet, parameter_count
from .parity import vectors

Say = Callable[[str], None]
TASK = "superclass"
COMMAND = "python3 -m training superclass --data DIR"


@dataclass(frozen=True)
class Members:
    nets: tuple[EcgNet, ...]
    trees: BoostedTrees


def fit_members(
    train: Dataset,
    features: np.ndarray,
    shown: Dataset,
    settings: Mapping[str, Any],
    nets: NetStore[EcgNet],
    on_epoch: Callable[[int, Mapping[str, float]], None],
) -> Members:
    """features [training rows, f]. `shown` gives learning curves and decides nothing."""
    trees = fit_trees(features, train.labels, settings["trees"]["recipe"], settings["trees"]["seeds"])
    return Members(tuple(nets.net(train, shown, seed, lambda row, seed=seed: on_epoch(seed, row)) for seed in settings["seeds"]), trees)


def net_logits(members: Members, part: Dataset) -> np.ndarray:
    """float64 [n, classes]."""
    return np.mean([class_logits(net, part.ecg) for net in members.nets], axis=0)


def out_of_fold(
    dataset: Dataset, features: np.ndarray, settings: Mapping[str, Any], stored: NetStore[EcgNet], run: Run, say: Say
) -> tuple[np.ndarray, np.ndarray]:
    """(net, trees) logits [n, classes] of every recording, by members trained on the other folds."""
    nets, trees = (np.full(dataset.labels.shape, np.nan) for _ in range(2))
    for fold in settings["folds"]:
        others = [other for other in settings["folds"] if other != fold]
        train, held = fold_rows(dataset.table, others, [fold])
        part = dataset.part(held)

        def on_epoch(seed: int, row: Mapping[str, float], fold: int = fold) -> None:
            note_epoch(run, {"fold": fold, "seed": seed, **row})

        members = fit_members(dataset.part(train), features[train], part, settings, stored, on_epoch)
        nets[held], trees[held] = net_logits(members, part), members.trees.logits(features[held])
        np.savez(run.folder / "out-of-fold.npz", nets=nets, trees=trees, records=dataset.table["record"].to_numpy(str))
        each = [float(aucs(part.labels, logits[held]).mean()) for logits in (nets, trees)]
        say(f"fold {fold}: macro AUC net {each[0]:.4f}, trees {each[1]:.4f}")
    return nets, trees


def _rounded(fitted: Calibration) -> Calibration:
    """What model.json will hold, so that the figures are those of the numbers written."""
    return Calibration(fitted.slope.round(6), fitted.intercept.round(6), fitted.threshold.round(4))


NUMBERS = ("", "One diagnostic superclass", *(f"{n} diagnostic superclasses" for n in ("Two", "Three", "Four", "Five")))


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def manifest(
    settings: Mapping[str, Any],
    fitted: Calibration,
    figures: Mapping[str, Any],
    model: Mapping[str, Any],
    dataset: Dataset,
    minutes: float,
) -> dict[str, Any]:
    """model.json, as app/models/manifest.ts defines it."""
    return {
        "schema": "einthoven.model/2",
        "id": settings["id"],
        "version": settings["version"],
        "title": f"{NUMBERS[len(dataset.classes)]} of PTB-XL from a 12-lead ECG",
        "task": "superclass",
        "file": "model.onnx",
        "sha256": model["sha256"],
        "bytes": model["bytes"],
        "parameters": model["parameters"],
        "intendedUse": (
            f"Research: calibrated probabilities of the PTB-XL superclasses {_listed(dataset.classes)} for a standard "
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
        "inputs": [
            {
                "kind": "signal",
                "name": INPUTS[0],
                "leads": list(LEADS),
                "sampleRateHz": SAMPLE_RATE_HZ,
                "lengthSamples": LENGTH_SAMPLES,
                "unit": "mV",
                "preparation": NAME,
                "leastDurationS": LEAST_DURATION_S,
            },
            {"kind": "features", "name": INPUTS[1], "set": SET, "features": list(model["features"])},
        ],
        "output": {
            "logits": OUTPUTS[0],
            "activation": {"rectified": OUTPUTS[1], "signed": OUTPUTS[2], "cells": model["cells"]},
            "contributions": {"name": OUTPUTS[3], "input": INPUTS[1]},
        },
        "classes": list(dataset.classes),
        "thresholds": fitted.threshold.tolist(),
        "calibration": {
            "method": "platt",
            "slope": fitted.slope.tolist(),
            "intercept": fitted.intercept.tolist(),
        },
        "training": {
            **source(dataset.table),
            "split": (
                f"official folds {settings['folds'][0]}-{settings['folds'][-1]}, by patient: figures, calibration and "
                "thresholds from predictions of each fold by members trained on the others; the shipped members on all"
            ),
            "recordings": len(dataset.table),
            "command": f"cd models && {COMMAND}",
            "seed": settings["seeds"][0],
            "minutes": round(minutes, 1),
        },
        "metrics": dict(figures),
    }


def learnable(data: Path, settings: Mapping[str, Any], say: Say) -> Dataset:
    """The recordings with the classes that every training and every calibration has support for; the others get no probability."""
    dataset = load(data, settings["auxiliaryMinimum"], settings["folds"])
    judged = settings["evaluation"]
    folds = dataset.table["strat_fold"].to_numpy()
    parts = patient_parts(dataset.table["patient_id"].to_numpy(), judged["crossFitParts"], judged["crossFitSeed"])
    trained_on = [folds != fold for fold in settings["folds"]] + [parts != part for part in range(judged["crossFitParts"])]
    dataset, left_out = with_support(dataset, trained_on)
    for name in left_out:
        say(f"{name} has too few recordings in the folds {', '.join(map(str, settings['folds']))} to be learned: the model will not know it")
    return dataset


def train_nets(data: Path, trained: Path, settings: Mapping[str, Any], say: Say) -> None:
    """Trains the nets of every fold and the final ones into `trained`, for `run_superclass` to take."""
    torch.set_num_threads(settings["threads"])
    dataset = learnable(data, settings, say)
    stored = NetStore(trained, settings, net_for, fit_net)
    for seed in settings["seeds"]:
        for fold in settings["folds"]:
            train, held = fold_rows(dataset.table, [f for f in settings["folds"] if f != fold], [fold])
            part = dataset.part(held)
            net = stored.net(dataset.part(train), part, seed, lambda row: None)
            say(f"seed {seed}, fold {fold}: macro AUC {aucs(part.labels, class_logits(net, part.ecg)).mean():.4f}")
        stored.net(dataset, dataset, seed, lambda row: None)


def run_superclass(
    data: Path,
    out: Path,
    runs: Path,
    settings: Mapping[str, Any],
    measured: Path | None,
    trained: Path | None,
    say: Say,
) -> None:
    """Writes model.onnx, model.json, parity.json, CARD.md, config.json and pictures into `out`.

    `measured`: features measured before, by `node training/measure.ts`; None measures now.
    `trained`: a folder of nets trained before, which do not look at the features; None trains all.
    """
    torch.set_num_threads(settings["threads"])
    started = cpu_minutes()
    # What is read may be refused: a run begins when there is something to train on.
    dataset = learnable(data, settings, say)
    known = None if measured is None else take_measured(data, dataset.table, measured, runs)
    run = begin(runs, TASK, settings)
    stored = NetStore(trained or run.folder / "nets", settings, net_for, fit_net)
    found, table = known or take_measured(data, dataset.table, None, run.folder)
    dataset, features = replace(dataset, table=table), found.features
    say(f"{len(dataset.table)} recordings, {features.shape[1]} features, {len(dataset.auxiliary_names)} statements")

    nets, trees = out_of_fold(dataset, features, settings, stored, run, say)
    share = settings["netShare"]
    logits = share * nets + (1 - share) * trees
    aims = [settings["thresholds"].get(name, {}).get("sensitivity") for name in dataset.classes]
    fitted = _rounded(calibrate(dataset.labels, logits, aims))
    evaluation = settings["evaluation"]
    figures: dict[str, Any] = {
        "set": judged_set(dataset.table, settings["folds"]),
        "interval": f"95 %, {evaluation['bootstrapRepeats']} bootstrap draws of whole patients",
        "pacedRecordings": paced_count(dataset.table),
        "knownMinors": minors_count(dataset.table),
        "members": {
            "net": discrimination(dataset, nets, evaluation),
            "trees": discrimination(dataset, trees, evaluation),
        },
        "outOfFold": evaluate(dataset, logits, fitted, aims, evaluation),
    }
    members = fit_members(dataset, features, dataset, settings, stored, lambda seed, row: None)
    minutes = cpu_minutes() - started + stored.seconds_before / 60

    out.mkdir(parents=True, exist_ok=True)
    exported = ActivationNet(members.nets, share)
    path = out / "model.onnx"
    sha256 = write_graph(exported, members.trees, share, path)
    model = {
        "sha256": sha256,
        "bytes": path.stat().st_size,
        "parameters": parameter_count(exported) + sum(t.value.size for trees in members.trees.trees for t in trees),
        "cells": output_shapes(path)[OUTPUTS[2]][2],
        "features": found.names,
    }
    described = manifest(settings, fitted, figures, model, dataset, minutes)
    write_json(out / "model.json", described)
    (out / "parity.json").write_text(vectors(exported, members.trees, share, sha256, dataset.classes) + "\n", encoding="utf-8")
    write_json(out / "config.json", settings)
    first = settings["seeds"][0]
    learning_curves(
        {f"fold {k}": [r for r in epochs_of(run) if r["fold"] == k and r["seed"] == first] for k in settings["folds"]},
        out / "curve.png",
    )
    before = 1 / (1 + np.exp(-logits))
    reliability(dataset.classes, dataset.labels, before, fitted.probabilities(logits), out / "reliability.png")
    write_card(out / "CARD.md", described, settings, machine(), Path(__file__).parent / "trials.csv")
    macro = figures["outOfFold"]["auc"]["macro"]
    finish(run, {"validation": {"score": macro["value"], **figures["outOfFold"]}, "cpuMinutes": minutes})
    say(f"macro AUC {macro['value']} [{macro['low']}, {macro['high']}], {minutes:.1f} CPU min, {path.stat().st_size} bytes")
