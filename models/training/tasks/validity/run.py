"""The run that makes models/validity: three scores fitted on the same real recordings, the better one exported."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
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
from .candidates import SCORES, Candidates
from .card import write_card
from .data import BAD, GOOD, Recordings, joined, read_cinc, read_ptbxl
from .evaluate import ACCEPTANCES, against, cut_at, mean_passed, share_above
from .fit import fit_autoencoder
from .manifest import CLASSES, INPUT, OUTPUT, manifest
from .net import Score
from .strange import KINDS, make

Say = Callable[[str], None]
TASK = "validity"
KINDS_OF_REAL = ("ptbxl", GOOD, BAD)


@dataclass(frozen=True)
class Inputs:
    """Tables of `Candidates` by what the recordings are."""

    real: Mapping[str, np.ndarray]
    strange: Mapping[str, np.ndarray]

    def passing(self) -> np.ndarray:
        return np.concatenate([self.real["ptbxl"], self.real[GOOD]])


def inputs_of(candidates: Candidates, real: Recordings, part: str, seed: int) -> Inputs:
    """Real recordings of the part, and strange ones made from those of PTB-XL."""
    source = real.ecg[real.of(part, "ptbxl")]
    return Inputs(
        {kind: candidates.table(real.ecg[rows]) for kind in KINDS_OF_REAL if (rows := real.of(part, kind)).any()},
        {kind: candidates.table(make(kind, source, seed)) for kind in KINDS},
    )


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
        "classes": list(CLASSES),
        "tolerance": 1e-4,
        "vectors": rows,
        "preparation": preparation_check(),
    }
    return json.dumps(content, separators=(",", ":")) + "\n"


def _tested(
    candidates: Candidates,
    kind: str,
    test: Inputs,
    cuts: Mapping[str, float],
    real: Recordings,
    settings: Mapping[str, Any],
) -> dict[str, Any]:
    """One score on the test part, at cuts that were found on the selection part."""
    passing = candidates.scores(kind, test.passing())
    found: dict[str, Any] = {"turnedAway": {}, "strange": {}}
    for name, table in test.real.items():
        scores, groups = candidates.scores(kind, table), real.groups[real.of("test", name)]
        found["turnedAway"][name] = {at: share_above(scores, cut, groups, settings) for at, cut in cuts.items()}
    for name, table in test.strange.items():
        found["strange"][name] = against(passing, candidates.scores(kind, table), cuts)
    rows = found["strange"].values()
    found["meanAuc"] = round(float(np.mean([row["auc"] for row in rows])), 4)
    for at in cuts:
        found[f"meanPassedAt{at}"] = round(float(np.mean([row[f"passedAt{at}"] for row in rows])), 4)
    return found


def run_validity(
    ptbxl: Path, cinc: Path, split: Path, out: Path, runs: Path, settings: Mapping[str, Any], say: Say
) -> None:
    """Writes model.onnx, model.json, parity.json, CARD.md, config.json and curve.png into `out`."""
    torch.set_num_threads(settings["threads"])
    keep_freed_memory()
    started = time.process_time()
    real = joined([read_ptbxl(ptbxl, settings["split"]), read_cinc(cinc, split)])
    run = begin(runs, TASK, settings)
    train = real.ecg[real.of("train", "ptbxl") | real.of("train", GOOD)]
    shown = real.ecg[real.of("select", "ptbxl")]
    say(f"{len(train)} recordings train")
    autoencoder = fit_autoencoder(train, shown, settings, lambda row: note_epoch(run, row))

    candidates = Candidates(autoencoder, train)
    seeds = settings["strangeSeeds"]
    selection = inputs_of(candidates, real, "select", seeds["select"])
    passing = {kind: candidates.scores(kind, selection.passing()) for kind in SCORES}
    cuts = {kind: {f"{100 * a:.0f}": cut_at(passing[kind], a) for a in ACCEPTANCES} for kind in SCORES}
    choice: dict[str, float] = {}
    for kind in SCORES:
        rows = {
            name: against(passing[kind], candidates.scores(kind, table), cuts[kind])
            for name, table in selection.strange.items()
        }
        choice[kind] = round(mean_passed(rows, settings["acceptance"]), 4)
        say(f"{kind}: on the selection part {choice[kind]:.4f} of the strange pass at {settings['acceptance']:g} acceptance")
    taken = min(choice, key=lambda kind: choice[kind])

    test = inputs_of(candidates, real, "test", seeds["test"])
    tested = {kind: _tested(candidates, kind, test, cuts[kind], real, settings) for kind in SCORES}

    chosen = candidates.score(taken)
    line = balanced_line(
        passing[taken], {kind: candidates.scores(taken, table) for kind, table in selection.strange.items()}
    )
    cut = cut_at(passing[taken], settings["acceptance"])
    minutes = (time.process_time() - started) / 60
    out.mkdir(parents=True, exist_ok=True)
    path = out / "model.onnx"
    sha256 = write_onnx(chosen, torch.zeros(1, 12, 1000), [INPUT], [OUTPUT], path)
    figures = {
        "real": {
            f"{part} {kind}": int(real.of(part, kind).sum()) for part in ("train", "select", "test") for kind in KINDS_OF_REAL
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
