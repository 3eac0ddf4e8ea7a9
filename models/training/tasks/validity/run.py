"""The run that makes models/validity: three scores fitted on the same real recordings, the better one exported."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Callable, Mapping

import numpy as np
import torch
from scipy.special import expit

from ...common.calibration import platt
from ...common.formulae import FORMULA, formulae, numbers, preparation_check, signal
from ...common.machine import keep_freed_memory, machine
from ...common.onnx_file import write_onnx
from ...common.pictures import learning_curves
from ...common.settings import write_json
from ...runs import begin, epochs_of, finish, note_epoch
from .card import write_card
from .data import BAD, GOOD, Recordings, joined, read_cinc, read_ptbxl
from .evaluate import ACCEPTANCES, against, cut_at, mean_passed, share_above
from .fit import fit_autoencoder, fit_score, in_batches
from .manifest import INPUT, OUTPUT, manifest
from .net import Score
from .strange import KINDS, make

Say = Callable[[str], None]
TASK = "validity"
SCORES = ("autoencoder", "distance", "both")


def real_scores(score: Score, real: Recordings, part: str) -> np.ndarray:
    """[n] of the part's recordings that should pass."""
    rows = real.of(part, "ptbxl") | real.of(part, GOOD)
    return in_batches(score, real.ecg[rows])[:, 0]


def strange_scores(score: Score, real: Recordings, part: str, seed: int) -> dict[str, np.ndarray]:
    """By kind, made from the part's recordings of PTB-XL."""
    source = real.ecg[real.of(part, "ptbxl")]
    return {kind: in_batches(score, make(kind, source, seed))[:, 0] for kind in KINDS}


def balanced_line(real: np.ndarray, strange: Mapping[str, np.ndarray]) -> tuple[float, float]:
    """Platt's slope and intercept where half are real and every kind of the strange has the same share."""
    each = -(-real.size // len(strange))
    picked = np.concatenate([scores[:each] for scores in strange.values()])[: real.size]
    labels = np.concatenate([np.zeros(real.size), np.ones(picked.size)])
    slope, intercept = platt(labels, np.concatenate([real, picked]))
    return round(slope, 6), round(intercept, 6)


@torch.no_grad()
def vectors(score: Score, sha256: str) -> str:
    rows = [{"input": f, "logits": numbers(score(torch.from_numpy(signal(f))[None])[0].numpy())} for f in formulae()]
    content = {
        "about": "Inputs from formulae (no patient data), given to the graph as they are; outputs by torch.",
        "formula": FORMULA,
        "modelSha256": sha256,
        "tolerance": 1e-4,
        "vectors": rows,
        "preparation": preparation_check(),
    }
    return json.dumps(content, separators=(",", ":")) + "\n"


def run_validity(
    ptbxl: Path, cinc: Path, split: Path, out: Path, runs: Path, settings: Mapping[str, Any], say: Say
) -> None:
    """Writes model.onnx, model.json, parity.json, CARD.md, config.json and curve.png into `out`."""
    torch.set_num_threads(settings["threads"])
    keep_freed_memory()
    run = begin(runs, TASK, settings)
    started = time.process_time()
    real = joined([read_ptbxl(ptbxl, settings["split"]), read_cinc(cinc, split)])
    train = real.ecg[real.of("train", "ptbxl") | real.of("train", GOOD)]
    shown = real.ecg[real.of("select", "ptbxl")]
    say(f"{len(train)} recordings train")
    autoencoder = fit_autoencoder(train, shown, settings, lambda row: note_epoch(run, row))

    candidates = {kind: fit_score(kind, autoencoder, train) for kind in SCORES}
    choice: dict[str, float] = {}
    scored: dict[str, tuple[np.ndarray, dict[str, np.ndarray]]] = {}
    for kind, score in candidates.items():
        scored[kind] = (
            real_scores(score, real, "select"),
            strange_scores(score, real, "select", settings["strangeSeeds"]["select"]),
        )
        cuts = {f"{100 * a:.0f}": cut_at(scored[kind][0], a) for a in ACCEPTANCES}
        rows = {name: against(scored[kind][0], values, cuts) for name, values in scored[kind][1].items()}
        choice[kind] = round(mean_passed(rows, settings["acceptance"]), 4)
        say(f"{kind}: on the selection part {choice[kind]:.4f} of the strange pass at {settings['acceptance']:g} acceptance")
    taken = min(choice, key=lambda kind: choice[kind])

    tested: dict[str, Any] = {}
    for kind, score in candidates.items():
        cuts = {f"{100 * a:.0f}": cut_at(scored[kind][0], a) for a in ACCEPTANCES}
        passing = real_scores(score, real, "test")
        strange = strange_scores(score, real, "test", settings["strangeSeeds"]["test"])
        turned_away = {}
        for name in ("ptbxl", GOOD, BAD):
            rows = real.of("test", name)
            values = in_batches(score, real.ecg[rows])[:, 0]
            turned_away[name] = {
                at: share_above(values, cut, real.groups[rows], settings) for at, cut in cuts.items()
            }
        tested[kind] = {
            "turnedAway": turned_away,
            "strange": {name: against(passing, values, cuts) for name, values in strange.items()},
        }
        tested[kind]["meanAuc"] = round(float(np.mean([row["auc"] for row in tested[kind]["strange"].values()])), 4)
        for at in cuts:
            mean = np.mean([row[f"passedAt{at}"] for row in tested[kind]["strange"].values()])
            tested[kind][f"meanPassedAt{at}"] = round(float(mean), 4)

    chosen = candidates[taken]
    line = balanced_line(*scored[taken])
    cut = cut_at(scored[taken][0], settings["acceptance"])
    minutes = (time.process_time() - started) / 60
    out.mkdir(parents=True, exist_ok=True)
    path = out / "model.onnx"
    sha256 = write_onnx(chosen, torch.zeros(1, 12, 1000), [INPUT], [OUTPUT], path)
    figures = {
        "real": {
            f"{part} {kind}": int(real.of(part, kind).sum()) for part in ("train", "select", "test") for kind in ("ptbxl", GOOD, BAD)
        },
        "chosenBy": {"meanPassedOnSelection": choice, "taken": taken},
        "test": tested,
        "interval": f"95 %, {settings['bootstrapRepeats']} bootstrap draws of whole patients (CinC 2011: recordings)",
    }
    values = sum(tensor.numel() for tensor in chosen.state_dict().values())
    described = manifest(
        settings,
        {"sha256": sha256, "bytes": path.stat().st_size, "parameters": values, "kind": taken},
        line,
        round(float(expit(line[0] * cut + line[1])), 4),
        figures,
        len(train),
        minutes,
    )
    write_json(out / "model.json", described)
    (out / "parity.json").write_text(vectors(chosen, sha256), encoding="utf-8")
    write_json(out / "config.json", settings)
    learning_curves({"autoencoder": epochs_of(run)}, out / "curve.png")
    write_card(out / "CARD.md", described, settings, machine())
    finish(run, {"validation": {"score": 1 - choice[taken]}, "cpuMinutes": minutes, **tested[taken]})
    say(f"{taken} taken, {minutes:.1f} CPU min, {path.stat().st_size} bytes")
