"""The course of a training run, as CSV and as a picture."""

from __future__ import annotations

import csv
from dataclasses import asdict, fields
from pathlib import Path
from typing import Sequence

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from .fit import Epoch, Member


def write_csv(members: Sequence[Member], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [f.name for f in fields(Epoch)], lineterminator="\n")
        writer.writeheader()
        for member in members:
            for epoch in member.course:
                row = asdict(epoch)
                writer.writerow({k: round(v, 5) if isinstance(v, float) else v for k, v in row.items()})


def write_picture(members: Sequence[Member], path: Path) -> None:
    figure, (losses, scores) = pyplot.subplots(1, 2, figsize=(8, 3), dpi=80)
    for member in members:
        epochs = [e.epoch for e in member.course]
        losses.plot(epochs, [e.train_loss for e in member.course], color="tab:blue", lw=1)
        losses.plot(epochs, [e.select_loss for e in member.course], color="tab:orange", lw=1)
        scores.plot(epochs, [e.select_auc for e in member.course], color="tab:orange", lw=1)
        scores.plot(member.best_epoch, member.course[member.best_epoch - 1].select_auc, "o", color="tab:red", ms=4)
    losses.set(xlabel="epoch", ylabel="binary cross-entropy")
    losses.legend(["training (mixup, with auxiliary)", "selection fold (averaged weights)"], fontsize=7)
    scores.set(xlabel="epoch", ylabel="macro AUC, selection fold")
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    pyplot.close(figure)
