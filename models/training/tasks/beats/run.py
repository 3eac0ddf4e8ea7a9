"""Cross-validation on DS1, calibration on its predictions, training on all of DS1, export of one view's models."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Mapping

import numpy as np
import torch

from ...common.calibration import scale_and_bias, softmax
from ...runs import Run, begin, epochs_of, find_runs, finish, note_epoch, read
from .crossvalidate import (
    JUDGED_WAY,
    MADE_WAY,
    OutOfFold,
    cross_validate,
    cross_validate_gate,
    cross_validate_trees,
    judge,
    predicted,
)
from .fibrillation import damped, fit_gate
from .fit import fit_net
from .graph import MeanOfNets, activation_ranges, blended, damped_graph, net_graph, quantised
from .inputs import CLASSES, Beats, feature_names, read_beats, trainable
from .manifest import parity_vectors, write_folder
from .net import BeatNet
from .scoring import expected_calibration_error, interval, rates
from .trees import count_nodes, fit_trees, tree_scores

NET_OUT, BLEND_OUT = "net_scores", "blend_scores"


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
    """(calibration, figures) of scores [n, classes]: scale and bias fitted on DS1, figures of the most probable class."""
    rows = trainable(found.beats) & (found.beats.way == JUDGED_WAY)
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
    made, _ = judge(found.beats, calibrated, data, view, MADE_WAY)
    figures["made"] = {kind: of.tolist() for kind, of in by_kind(made).items()}
    figures["byRecord"] = {r: {c: rates(m, i) for i, c in enumerate(CLASSES)} for r, m in by_record.items()}
    return {"method": "softmax", "scale": round(scale, 6), "bias": [round(float(b), 6) for b in bias]}, figures


def by_kind(by_record: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Confusions of made-up hearts, summed over those of one rhythm; the name of a heart is made-NUMBER-RHYTHM."""
    out: dict[str, np.ndarray] = {}
    for record, matrix in by_record.items():
        kind = record.split("-", 2)[2]
        out[kind] = out.get(kind, 0) + matrix
    return out


def made_line(matrix: np.ndarray) -> str:
    """S right of all S, + false S."""
    return f"{matrix[1, 1]}/{matrix[1].sum()}+{matrix[:, 1].sum() - matrix[1, 1]}"


def run_beats(
    data: Path,
    out: Path,
    runs: Path,
    settings: Mapping[str, Any],
    view: str,
    only_cross_validate: bool,
    reuse: bool,
    say: Callable[[str], None],
) -> None:
    torch.set_num_threads(settings["threads"])
    beats = read_beats(data, view, settings["ways"])
    if reuse:
        run = last_run(runs, view)
        kept = np.load(run.folder / "out-of-fold.npz")
        found = OutOfFold(beats.part(predicted(beats)), kept["net"], kept["trees"])
    else:
        run = begin(runs, "beats", {**settings, "view": view})
        say(f"{view}: {len(beats)} beats of {len(set(beats.record))} records, cross-validation")
        found = cross_validate(beats, settings, lambda row: note_epoch(run, row), say)
        np.savez(run.folder / "out-of-fold.npz", net=found.net, trees=found.trees)
    likelihood = cross_validate_gate(beats, feature_names(data, view), settings["gateStrength"])
    validation: dict[str, Any] = {}
    calibration: dict[str, Any] = {}
    share = settings["treeShare"]
    small = cross_validate_trees(beats, settings, "smallTrees")
    parts = {
        "net": found.net,
        "trees": found.trees,
        "blend": (1 - share) * found.net + share * found.trees,
        "small": (1 - share) * found.net + share * small,
    }
    for name, scores in parts.items():
        scores = damped(scores, likelihood, settings["fibrillationDamping"])
        calibration[name], validation[name] = calibrated_figures(found, scores, data, view)
        row = validation[name]
        say(
            f"{view} {name}: accuracy {row['accuracy']['value']}, V {row['V']['f1']['value']}, S {row['S']['f1']['value']}, "
            f"F {row['F']['f1']['value']}, ECE {row['ece_after']}; made-up hearts: "
            + ", ".join(f"{kind} {made_line(np.array(m))}" for kind, m in row["made"].items())
        )
    score = (validation["blend"]["V"]["f1"]["value"] + validation["blend"]["S"]["f1"]["value"]) / 2
    finish(run, {"validation": {"score": score, **validation}, "calibration": calibration})
    if not only_cross_validate:
        nets = load_nets(run, beats, settings) if reuse else train_nets(run, beats, settings)
        export(nets, beats, settings, view, data, out, validation, calibration, epochs_of(run))
        say(f"{view}: {time.process_time() / 60:.1f} CPU minutes in all")


def last_run(runs: Path, view: str) -> Run:
    """Raises ValueError when the view was never trained."""
    trained = [r for r in find_runs(runs, "beats") if read(r, "config.json").get("view") == view and (r.folder / "nets.pt").is_file()]
    if not trained:
        raise ValueError(f"no finished run of beats, {view}")
    return trained[-1]


def train_nets(run: Run, beats: Beats, settings: Mapping[str, Any]) -> list[BeatNet]:
    """On every fold; weights into the run's folder."""
    nets = [fit_net(beats, settings, seed, lambda row: note_epoch(run, row)).net for seed in settings["seeds"]]
    torch.save([net.state_dict() for net in nets], run.folder / "nets.pt")
    return nets


def load_nets(run: Run, beats: Beats, settings: Mapping[str, Any]) -> list[BeatNet]:
    nets = []
    for state in torch.load(run.folder / "nets.pt"):
        net = BeatNet(beats.features.shape[1], len(CLASSES), settings["net"])
        net.load_state_dict(state)
        nets.append(net.eval())
    return nets


@torch.no_grad()
def net_scores_of(net: MeanOfNets, windows: np.ndarray, features: np.ndarray) -> np.ndarray:
    return net(torch.from_numpy(windows), torch.from_numpy(features)).numpy()


def export(
    nets: list[BeatNet],
    beats: Beats,
    settings: Mapping[str, Any],
    view: str,
    data: Path,
    out: Path,
    validation: Mapping[str, Any],
    calibration: Mapping[str, Any],
    course: list[dict[str, float]],
) -> None:
    """The model folders of the view; the trees are fitted on every fold here, in seconds."""
    trees = fit_trees(beats, settings["trees"], settings["ways"], settings["seeds"][0])
    windows, features = parity_vectors(beats)
    names = feature_names(data, view)
    share, damping = settings["treeShare"], settings["fibrillationDamping"]
    gate = fit_gate(beats.part(predicted(beats)), names, settings["gateStrength"])
    fibrillating = gate.of(features)
    mean = MeanOfNets(nets)
    expected = (1 - share) * net_scores_of(mean, windows, features) + share * tree_scores(trees, features)
    weights = sum(p.numel() for net in nets for p in net.parameters())
    common = {"view": view, "names": names, "settings": settings, "course": course[-settings["recipe"]["epochs"] :]}
    full = blended(net_graph(mean, windows, features, NET_OUT), trees, share, NET_OUT, BLEND_OUT)
    write_folder(
        out / f"beats-{view}",
        damped_graph(full, BLEND_OUT, gate, damping),
        {"windows": windows, "features": features, "logits": damped(expected, fibrillating, damping)},
        {**common, "bits": 32, "parameters": weights + count_nodes(trees), "validation": validation["blend"], "calibration": calibration["blend"]},
    )
    if view == "causal":
        some = np.flatnonzero(trainable(beats))
        spread = settings["calibrationRanges"]
        rows = some[:: max(1, len(some) // spread["beats"])]
        one = MeanOfNets(nets[:1])
        ranges = activation_ranges(one, beats.windows[rows], beats.features[rows], spread["quantile"])
        forest = fit_trees(beats, settings["smallTrees"], settings["ways"], settings["seeds"][0])
        expected_small = (1 - share) * net_scores_of(one, windows, features) + share * tree_scores(forest, features)
        small = quantised(net_graph(one, windows, features, NET_OUT), ranges)
        parameters = weights // len(nets) + count_nodes(forest)
        write_folder(
            out / "beats-causal-int8",
            damped_graph(blended(small, forest, share, NET_OUT, BLEND_OUT), BLEND_OUT, gate, damping),
            {"windows": windows, "features": features, "logits": damped(expected_small, fibrillating, damping)},
            {**common, "bits": 8, "parameters": parameters, "validation": validation["small"], "calibration": calibration["small"]},
        )
