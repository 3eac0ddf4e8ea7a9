"""Predictions of every DS1 beat by models that never saw its record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ...common.splits import read_split
from .fibrillation import fit_gate
from .fit import fit_net, net_scores
from .inputs import CLASSES, MADE, Beats, read_missed
from .scoring import confusions, figures
from .trees import fit_trees, tree_scores

SPLIT = Path(__file__).parents[2] / "splits" / "beats.csv"
JUDGED_WAY = "both"
"""The way of reading a record that figures are of: beats found in both signals, judged in the first, as the product does."""
MADE_WAY = "made"
"""Made-up hearts: they check what DS1 has too little of; no figure of DS1 counts them."""
FOLDS = ("fold0", "fold1", "fold2", "fold3")


@dataclass(frozen=True)
class OutOfFold:
    """Rows are the beats of `JUDGED_WAY` and `MADE_WAY`; net and trees float64 [n, classes], log-probabilities."""

    beats: Beats
    net: np.ndarray
    trees: np.ndarray


def folds_of(records: np.ndarray) -> np.ndarray:
    """Part of each row; made-up hearts are dealt by number. Raises ValueError for a record that is not in a fold."""
    split = read_split(SPLIT)
    made = sorted(r for r in set(records) if r.startswith(MADE))
    split.update({r: FOLDS[int(r.split("-")[1]) // 8 % len(FOLDS)] for r in made})
    parts = np.array([split.get(r, "unknown") for r in records])
    strangers = sorted(set(records[~np.char.startswith(parts, "fold")]))
    if strangers:
        raise ValueError(f"records outside the folds: {' '.join(strangers)}")
    return parts


def predicted(beats: Beats) -> np.ndarray:
    """bool [n]: rows that cross-validation answers."""
    return np.isin(beats.way, (JUDGED_WAY, MADE_WAY))


def cross_validate(
    beats: Beats, settings: Mapping[str, Any], on_epoch: Callable[[Mapping[str, float]], None], say: Callable[[str], None]
) -> OutOfFold:
    """For each fold, nets and trees of the other folds; all ways of reading train, two are predicted (see `OutOfFold`)."""
    fold = folds_of(beats.record)
    judged = predicted(beats)
    net = np.zeros((len(beats), len(CLASSES)))
    for name in sorted(set(fold)):
        train, held_out = beats.part(fold != name), np.flatnonzero(judged & (fold == name))
        for seed in settings["seeds"]:
            fitted = fit_net(train, settings, seed, on_epoch)
            net[held_out] += net_scores(fitted.net, beats.part(held_out)) / len(settings["seeds"])
        say(f"{name} done")
    return OutOfFold(beats.part(judged), net[judged], cross_validate_trees(beats, settings, "trees"))


def cross_validate_trees(beats: Beats, settings: Mapping[str, Any], name: str) -> np.ndarray:
    """float64 [n predicted, classes]: the same for the trees of `settings[name]` alone."""
    fold = folds_of(beats.record)
    judged = predicted(beats)
    scores = np.zeros((len(beats), len(CLASSES)))
    for part in sorted(set(fold)):
        forest = fit_trees(beats.part(fold != part), settings[name], settings["ways"], settings["seeds"][0])
        held_out = np.flatnonzero(judged & (fold == part))
        scores[held_out] = tree_scores(forest, beats.features[held_out])
    return scores[judged]


def cross_validate_gate(beats: Beats, names: Sequence[str], strength: float) -> np.ndarray:
    """float64 [n predicted]: probability of atrial fibrillation by gates of the other folds."""
    fold = folds_of(beats.record)
    judged = predicted(beats)
    probability = np.zeros(len(beats))
    for part in FOLDS:
        held_out = np.flatnonzero(judged & (fold == part))
        gate = fit_gate(beats.part(judged & (fold != part)), names, strength)
        probability[held_out] = gate.of(beats.features[held_out])
    return probability[judged]


def judge(
    beats: Beats, scores: np.ndarray, folder: Path, view: str, way: str = JUDGED_WAY
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Confusion by record and pooled figures of the rows of `way`; the largest of scores [n, classes] is the answer."""
    rows = beats.way == way
    beats, answer = beats.part(rows), np.array(CLASSES)[scores[rows].argmax(1)]
    missed = read_missed(folder, view, way, sorted(set(beats.record)))
    by_record = confusions(beats, answer, missed)
    return by_record, figures(sum(by_record.values()))

