"""The run that makes one of models/binary-*: every fold predicted by members that never saw it, then one model from all."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
import torch
from scipy.special import expit

from ...common.calibration import patient_parts
from ...common.machine import cpu_minutes, keep_freed_memory, machine
from ...common.measured import Measured, take_measured
from ...common.net_store import NetStore
from ...common.pictures import curves, learning_curves, reliability
from ...common.ptbxl import Dataset, fold_rows, load, supported, with_support
from ...common.settings import write_json
from ...common.trees import BoostedTrees
from ...runs import Run, begin, epochs_of, finish, note_epoch
from .card import write_card
from .evaluate import cross_fitted, evaluate, fitted_line
from .graph import Shared, write_joined, write_measured, write_net
from .gru import fit_gru, gru_for, net_logits
from .labels import not_normal
from .linear import Logistic, fit_chosen, log_loss, loss_by_strength
from .manifest import manifest
from .net import ExplainedGru, GruNet, parameter_count
from .parity import net_outputs, shipped_outputs, vectors
from .superclasses import SuperclassTrees, fit_superclasses

Say = Callable[[str], None]
TASK = "binary"
HELD_OUT = "out-of-fold.csv"


@dataclass(frozen=True)
class Work:
    """What members are fitted on: features float64 [n, f], empty without a member that measures."""

    dataset: Dataset
    features: np.ndarray
    truth: np.ndarray
    settings: Mapping[str, Any]
    nets: NetStore[GruNet]
    superclasses: SuperclassTrees | None

    @property
    def folds(self) -> np.ndarray:
        return self.dataset.table["strat_fold"].to_numpy()


@dataclass(frozen=True)
class Fitted:
    nets: tuple[GruNet, ...]
    trees: BoostedTrees | None
    logistic: Logistic | None
    strength: float | None

    def logits(self, name: str, work: Work, rows: np.ndarray) -> np.ndarray:
        """float64 [rows] of one member."""
        if name == "gru":
            return np.mean([net_logits(net, work.dataset.ecg[rows]) for net in self.nets], axis=0)
        if name == "superclasses" and self.trees is not None:
            return self.trees.logits(work.features[rows])[:, 0]
        if name == "logreg" and self.logistic is not None:
            return self.logistic.logits(work.features[rows])
        raise ValueError(f"there is no member {name}")


def fit_members(work: Work, train: np.ndarray, shown: np.ndarray, on_epoch: Callable[[Mapping[str, float]], None]) -> Fitted:
    """Members of the settings fitted on the rows `train`; `shown` gives learning curves and decides nothing."""
    settings = work.settings
    nets: list[GruNet] = []
    trees, logistic, strength = None, None, None
    if "gru" in settings["members"]:
        part, beside = work.dataset.part(train), work.dataset.part(shown)
        for seed in settings["seeds"]:
            nets.append(work.nets.net(part, beside, seed, lambda row, seed=seed: on_epoch({"seed": seed, **row})))
    if work.superclasses is not None:
        folds = frozenset(int(fold) for fold in np.unique(work.folds[train]))
        trees = fit_superclasses(work.superclasses, work.truth, folds, settings["superclasses"]["strength"])
    if "logreg" in settings["members"]:
        logistic, strength = fit_chosen(work.features[train], work.truth[train], work.folds[train], settings["logreg"])
    return Fitted(tuple(nets), trees, logistic, strength)


def out_of_fold(work: Work, run: Run, say: Say) -> dict[str, np.ndarray]:
    """Logits [n] by member of every recording, from members that never saw its patient."""
    names = [name for name in work.settings["members"] if name != "net"]
    found = {name: np.full(work.truth.size, np.nan) for name in names}
    for fold in work.settings["folds"]:
        others = [other for other in work.settings["folds"] if other != fold]
        train, held = fold_rows(work.dataset.table, others, [fold])
        fitted = fit_members(work, train, held, lambda row, fold=fold: note_epoch(run, {"fold": fold, **row}))
        for name in names:
            found[name][held] = fitted.logits(name, work, held)
        right = {name: float(((found[name][held] > 0) == (work.truth[held] > 0)).mean()) for name in names}
        np.savez(run.folder / "out-of-fold.npz", records=work.dataset.table["record"].to_numpy(str), **found)
        chosen = "" if fitted.strength is None else f", strength {fitted.strength:g}"
        say(f"fold {fold}: accuracy {', '.join(f'{name} {value:.4f}' for name, value in right.items())}{chosen}")
    return found


def write_held_out(path: Path, dataset: Dataset, logits: np.ndarray) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["record", "fold", "logit"])
        rows = zip(dataset.table["record"], dataset.table["strat_fold"], logits)
        writer.writerows([record, fold, f"{logit:.5f}"] for record, fold, logit in rows)


def read_held_out(path: Path, dataset: Dataset) -> np.ndarray:
    """float64 [n]. Raises ValueError when a recording is not there or was in another fold."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = {row["record"]: (int(row["fold"]), float(row["logit"])) for row in csv.DictReader(file)}
    wanted = list(zip(dataset.table["record"], dataset.table["strat_fold"]))
    strange = [record for record, fold in wanted if record not in rows or rows[record][0] != fold]
    if strange:
        raise ValueError(f"{path.parent.name}/{path.name} lacks {len(strange)} recordings or has them in other folds, first {strange[0]}")
    return np.array([rows[record][1] for record, _ in wanted])


def tree_labels(dataset: Dataset, folds: Sequence[int], say: Say) -> np.ndarray:
    """Labels [n, classes] of the superclasses that trees can learn whichever two folds are left out."""
    fold = dataset.table["strat_fold"].to_numpy()
    learned, left_out = with_support(dataset, [~np.isin(fold, pair) for pair in combinations(folds, 2)])
    for name in left_out:
        say(f"{name} has too few recordings for trees of its own; not normal it is all the same")
    return learned.labels


def read_dataset(data: Path, settings: Mapping[str, Any]) -> Dataset:
    """Raises ValueError where a training would have nothing to tell apart."""
    dataset = load(data, settings["auxiliaryMinimum"], settings["folds"])
    if "limit" in settings:
        dataset = dataset.part((dataset.table.groupby("strat_fold").cumcount() < settings["limit"]).to_numpy())
    truth, folds = not_normal(dataset.labels), dataset.table["strat_fold"].to_numpy()
    if not supported(truth[:, None], [folds != fold for fold in settings["folds"]]).all():
        raise ValueError("without one of its folds the set has only normal recordings, or only others: there is nothing to learn")
    return dataset


def prepare_work(
    dataset: Dataset, found: Measured, settings: Mapping[str, Any], nets: NetStore[GruNet], say: Say
) -> tuple[Work, tuple[str, ...]]:
    measures = bool({"superclasses", "logreg"} & set(settings["members"]))
    features, names = (found.features, found.names) if measures else (found.features[:, :0], ())
    superclasses = None
    if "superclasses" in settings["members"]:
        folds = dataset.table["strat_fold"].to_numpy()
        superclasses = SuperclassTrees(features, tree_labels(dataset, settings["folds"], say), folds, settings["superclasses"])
    return Work(dataset, features, not_normal(dataset.labels), settings, nets, superclasses), names


def _picture(work: Work, run: Run, members: Mapping[str, np.ndarray], path: Path) -> str:
    """Writes curve.png and says what it shows."""
    settings = work.settings
    if "gru" in members:
        first = settings["seeds"][0]
        rows = [row for row in epochs_of(run) if row["seed"] == first]
        shown = sorted({int(row["fold"]) for row in rows if row["fold"] > 0})
        learning_curves({f"fold {k}": [r for r in rows if r["fold"] == k] for k in shown}, path)
        return "Learning curves (the fold left out is shown and decides nothing; score: area under its curve)"
    if len(members) == 1:
        losses = loss_by_strength(work.features, work.truth, work.folds, settings["logreg"])
        curves({"out of fold": (list(losses), list(losses.values()))}, "C (less penalty to the right)", "log loss", path, log=True)
        return "Log loss out of fold by the strength of the penalty"
    shares = np.linspace(0, 1, 21)
    lines = {}
    for name in members:
        rest = {other: share for other, share in settings["members"].items() if other != name}
        others = sum(share * members[other] for other, share in rest.items()) / sum(rest.values())
        lines[name] = (shares.tolist(), [log_loss(work.truth, s * members[name] + (1 - s) * others) for s in shares])
    curves(lines, "share of this member, the others in their proportion", "log loss out of fold", path)
    return "Log loss out of fold by each member's share"


def run_binary(
    data: Path,
    models: Path,
    runs: Path,
    settings: Mapping[str, Any],
    measured: Path | None,
    nets: Path | None,
    say: Say,
) -> None:
    """Writes model.onnx, model.json, parity.json, CARD.md, config.json, out-of-fold.csv and pictures into models/<id>.

    `measured`: features measured before, by `node training/measure.ts`; None measures now.
    `nets`: a folder of nets kept from one run for the next; None trains all of them.
    """
    torch.set_num_threads(settings["threads"])
    keep_freed_memory()
    began = cpu_minutes()
    out = models / settings["id"]
    # What is read may be refused: a run begins when there is something to train on.
    dataset = read_dataset(data, settings)
    shares: Mapping[str, float] = settings["members"]
    net_folder = models / settings["net"] if "net" in shares else None
    shipped = None if net_folder is None else read_held_out(net_folder / HELD_OUT, dataset)
    known = None if measured is None else take_measured(data, dataset.table, measured, runs)
    run = begin(runs, TASK, settings)
    store = NetStore(run.folder / "nets" if nets is None else nets, settings, gru_for, fit_gru)
    found, table = known or take_measured(data, dataset.table, None, run.folder)
    work, names = prepare_work(replace(dataset, table=table), found, settings, store, say)
    say(f"{work.truth.size} recordings, {int(work.truth.sum())} not normal, {len(names)} features")

    members = out_of_fold(work, run, say)
    if shipped is not None:
        members["net"] = shipped
    logits = np.sum([share * members[name] for name, share in shares.items()], axis=0)
    evaluation = settings["evaluation"]
    figures: dict[str, Any] = {"outOfFold": evaluate(work.dataset, logits, evaluation)}
    if len(members) > 1:
        brief = {**evaluation, "leastGroup": work.truth.size + 1}
        figures["members"] = {name: evaluate(work.dataset, each, brief) for name, each in members.items()}
        for each in figures["members"].values():
            del each["groups"]
    fitted = fit_members(
        work,
        np.ones(work.truth.size, dtype=bool),
        np.arange(work.truth.size) < 1,
        lambda row: None,
    )
    minutes = cpu_minutes() - began + store.seconds_before / 60

    out.mkdir(parents=True, exist_ok=True)
    path = out / "model.onnx"
    on_features = [
        Shared(member, shares[name])
        for name, member in (("superclasses", fitted.trees), ("logreg", fitted.logistic))
        if member is not None
    ]
    net_values = None
    if fitted.nets:
        net = ExplainedGru(list(fitted.nets))
        sha256 = write_net(net, path)
        net_values, parameters = net_outputs(net), parameter_count(net)
    elif net_folder is not None:
        sha256 = write_joined(net_folder / "model.onnx", shares["net"], on_features, len(names), path)
        net_values = shipped_outputs(json.loads((net_folder / "parity.json").read_text(encoding="utf-8")))
        parameters = json.loads((net_folder / "model.json").read_text(encoding="utf-8"))["parameters"]
    else:
        sha256, parameters = write_measured(on_features, len(names), path), 0
    if fitted.trees is not None:
        parameters += sum(tree.value.size for trees in fitted.trees.trees for tree in trees)
    if fitted.logistic is not None:
        parameters += 2 * len(names) + 1
    net_share = shares.get("gru", shares.get("net", 0.0))
    line = fitted_line(work.truth, logits)
    described = manifest(
        settings,
        {"sha256": sha256, "bytes": path.stat().st_size, "parameters": parameters, "features": names,
         "cells": None if net_values is None else int(net_values[0][1].shape[-1]), "strength": fitted.strength},
        line,
        figures,
        work.dataset.table,
        minutes,
    )
    write_json(out / "model.json", described)
    (out / "parity.json").write_text(vectors(net_values, net_share, on_features, sha256), encoding="utf-8")
    write_json(out / "config.json", settings)
    write_held_out(out / HELD_OUT, work.dataset, logits)
    legend = _picture(work, run, members, out / "curve.png")
    parts = patient_parts(
        work.dataset.table["patient_id"].to_numpy(), evaluation["crossFitParts"], evaluation["crossFitSeed"]
    )
    after = cross_fitted(work.truth, logits, parts)
    reliability(["NOT NORMAL"], work.truth[:, None], expit(logits)[:, None], after[:, None], out / "reliability.png")
    write_card(out / "CARD.md", described, settings, machine(), legend, Path(__file__).parent / "trials.csv")
    pooled = figures["outOfFold"]
    finish(run, {"validation": {"score": pooled["accuracy"]["value"], **pooled}, "cpuMinutes": minutes})
    accuracy = pooled["accuracy"]
    say(
        f"{settings['id']}: accuracy {accuracy['value']} [{accuracy['low']}, {accuracy['high']}], AUC {pooled['auc']['value']}, "
        f"{minutes:.1f} CPU min, {path.stat().st_size} bytes"
    )
