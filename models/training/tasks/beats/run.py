"""Cross-validation on DS1, calibration on its predictions, training on all of DS1, export of one view's models."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Mapping

import numpy as np
import torch

from ...common.calibration import scale_and_bias, softmax
from ...runs import Run, begin, finish, note_epoch
from .crossvalidate import OutOfFold, cross_validate, judge
from .fit import fit_net
from .graph import LOGITS, MeanOfNets, activation_ranges, blended, net_graph, quantised, write_model
from .inputs import CLASSES, Beats, feature_names, read_beats, trainable
from .manifest import parity_vectors, write_folder
from .scoring import expected_calibration_error, interval, rates
from .trees import fit_trees, tree_scores

NET_OUT = "net_scores"


def figures_with_intervals(by_record: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Per class and accuracy: value with its 95 % interval, whole records drawn."""
    total = sum(by_record.values())
    out: dict[str, Any] = {"records": len(by_record), "beats": int(total[:5].sum())}
    for i, name in enumerate(CLASSES):
        for key in ("se", "ppv", "f1"):
            low, high = interval(by_record, lambda m, i=i, key=key: rates(m, i)[key])
            out.setdefault(name, {"beats": rates(total, i)["beats"]})[key] = _rounded(rates(total, i)[key], low, high)

    def accuracy(m: np.ndarray) -> float:
        return float(np.trace(m[:5, :5]) / m[:5].sum())

    out["accuracy"] = _rounded(accuracy(total), *interval(by_record, accuracy))
    return out


def _rounded(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4)}


def calibrated_figures(found: OutOfFold, scores: np.ndarray, data: Path, view: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(calibration, figures) of scores [n, classes]: scale and bias fitted on all rows, figures of the most probable class."""
    rows = trainable(found.beats)
    truth = np.array([CLASSES.index(c) for c in found.beats.label[rows]])
    scale, bias = scale_and_bias(truth, scores[rows])
    calibrated = scale * scores + bias
    by_record, _ = judge(found.beats, calibrated, data, view)
    figures = figures_with_intervals(by_record)
    for name, logits in (("before", scores), ("after", calibrated)):
        probability = softmax(logits[rows])
        right = probability.argmax(1) == truth
        figures[f"ece_{name}"] = round(expected_calibration_error(probability.max(1), right), 4)
    figures["confusion"] = sum(by_record.values()).tolist()
    figures["byRecord"] = {r: {c: rates(m, i) for i, c in enumerate(CLASSES)} for r, m in by_record.items()}
    return {"method": "softmax", "scale": round(scale, 6), "bias": [round(float(b), 6) for b in bias]}, figures


def run_beats(
    data: Path,
    out: Path,
    runs: Path,
    settings: Mapping[str, Any],
    view: str,
    only_cross_validate: bool,
    say: Callable[[str], None],
) -> None:
    torch.set_num_threads(settings["threads"])
    started = time.process_time()
    beats = read_beats(data, view, settings["ways"])
    run = begin(runs, "beats", {**settings, "view": view})
    say(f"{view}: {len(beats)} beats of {len(set(beats.record))} records, cross-validation")
    found = cross_validate(beats, settings, lambda row: note_epoch(run, row), say)
    np.savez(run.folder / "out-of-fold.npz", net=found.net, trees=found.trees)
    parts = {
        "net": found.net,
        "trees": found.trees,
        "blend": found.blend(settings["treeShare"]),
    }
    validation: dict[str, Any] = {}
    calibration: dict[str, Any] = {}
    for name, scores in parts.items():
        calibration[name], validation[name] = calibrated_figures(found, scores, data, view)
        row = validation[name]
        say(
            f"{view} {name}: accuracy {row['accuracy']['value']}, V {row['V']['f1']['value']}, S {row['S']['f1']['value']}, "
            f"F {row['F']['f1']['value']}, ECE {row['ece_after']}"
        )
    score = (validation["blend"]["V"]["f1"]["value"] + validation["blend"]["S"]["f1"]["value"]) / 2
    finish(run, {"validation": {"score": score, **validation}, "calibration": calibration})
    if only_cross_validate:
        return
    _export(run, beats, settings, view, data, out, validation, calibration, started, say)


def _export(
    run: Run,
    beats: Beats,
    settings: Mapping[str, Any],
    view: str,
    data: Path,
    out: Path,
    validation: Mapping[str, Any],
    calibration: Mapping[str, Any],
    started: float,
    say: Callable[[str], None],
) -> None:
    """Trains on every fold and writes the model folders of the view."""
    course: list[Mapping[str, float]] = []
    nets = [fit_net(beats, settings, seed, course.append).net for seed in settings["seeds"]]
    trees = fit_trees(beats, settings["trees"], settings["ways"], settings["seeds"][0])
    torch.save([net.state_dict() for net in nets], run.folder / "nets.pt")
    minutes = (time.process_time() - started) / 60
    windows, features = parity_vectors(beats)
    mean = MeanOfNets(nets)
    with torch.no_grad():
        net_part = mean(torch.from_numpy(windows), torch.from_numpy(features)).numpy()
    share = settings["treeShare"]
    nodes = sum(len(p.nodes) for of_iteration in trees._predictors for p in of_iteration)
    weights = sum(p.numel() for net in nets for p in net.parameters())
    names = feature_names(data, view)
    common = {"view": view, "names": names, "settings": settings, "minutes": minutes, "course": course}
    write_folder(
        out / f"beats-{view}",
        blended(net_graph(mean, windows, features, NET_OUT), trees, share, NET_OUT),
        write_model,
        {"windows": windows, "features": features, "logits": (1 - share) * net_part + share * tree_scores(trees, features)},
        {**common, "bits": 32, "parameters": weights + nodes, "validation": validation["blend"], "calibration": calibration["blend"]},
    )
    if view == "causal":
        some = np.flatnonzero(trainable(beats))
        spread = settings["calibrationRanges"]
        rows = some[:: max(1, len(some) // spread["beats"])]
        one = MeanOfNets(nets[:1])
        ranges = activation_ranges(one, beats.windows[rows], beats.features[rows], spread["quantile"])
        write_folder(
            out / "beats-causal-int8",
            quantised(net_graph(one, windows, features, LOGITS), ranges),
            write_model,
            None,
            {**common, "bits": 8, "parameters": weights // len(nets), "validation": validation["net"], "calibration": calibration["net"]},
        )
    say(f"{view}: {minutes:.1f} CPU minutes")
