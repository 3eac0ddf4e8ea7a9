"""Pictures of a card: learning curves, reliability, confusion."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping, Sequence

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib import pyplot
from matplotlib.figure import Figure


def _write(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    # Without the program's name the bytes depend on the data alone.
    figure.savefig(path, metadata={"Software": None})
    pyplot.close(figure)


def learning_curves(courses: Mapping[str, Sequence[Mapping[str, float]]], path: Path) -> None:
    """Left every figure that is named a loss, right the score, epoch by epoch."""
    figure, (losses, scores) = pyplot.subplots(1, 2, figsize=(9, 3.4), dpi=80)
    for colour, (name, course) in enumerate(courses.items()):
        epochs = [row["epoch"] for row in course]
        for style, column in zip(("-", "--", ":"), sorted(c for c in (course[0] if course else {}) if c.endswith("loss"))):
            label = f"{name} {column}" if len(courses) == 1 else None
            losses.plot(epochs, [row[column] for row in course], style, color=f"C{colour}", lw=1, label=label)
        scores.plot(epochs, [row["score"] for row in course], color=f"C{colour}", lw=1, label=name)
    losses.set(xlabel="epoch", ylabel="loss" if len(courses) == 1 else "loss (full, dashed: the columns in order)")
    scores.set(xlabel="epoch", ylabel="score")
    for axes in (losses, scores):
        if axes.get_legend_handles_labels()[0]:
            axes.legend(fontsize=6)
    _write(figure, path)


def reliability(
    classes: Sequence[str], labels: np.ndarray, before: np.ndarray, after: np.ndarray, path: Path, bins: int = 10
) -> None:
    """Observed share against predicted probability, ten bins of equal width; labels and probabilities [n, classes]."""
    figure, rows = pyplot.subplots(1, len(classes), figsize=(2.3 * len(classes), 2.6), dpi=80, squeeze=False)
    for c, axes in enumerate(rows[0]):
        axes.plot([0, 1], [0, 1], color="0.7", lw=1)
        for probabilities, name, colour in ((before, "before", "tab:gray"), (after, "after", "tab:blue")):
            index = np.minimum((probabilities[:, c] * bins).astype(int), bins - 1)
            count = np.bincount(index, minlength=bins)
            some = count > 0
            predicted = np.bincount(index, probabilities[:, c], minlength=bins)[some] / count[some]
            observed = np.bincount(index, labels[:, c], minlength=bins)[some] / count[some]
            axes.plot(predicted, observed, "o-", color=colour, lw=1, ms=3, label=name)
        axes.set(title=classes[c], xlim=(0, 1), ylim=(0, 1), xlabel="predicted")
    rows[0][0].set_ylabel("observed")
    rows[0][0].legend(fontsize=6)
    _write(figure, path)


def confusion_picture(classes: Sequence[str], counts: np.ndarray, path: Path) -> None:
    """counts [truth, answer]; the colour is the share of the truth's row."""
    figure, axes = pyplot.subplots(figsize=(3.4, 3.1), dpi=80)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        axes.text(column, row, str(count), ha="center", va="center", color="white" if share[row, column] > 0.5 else "black")
    axes.set(xticks=range(len(classes)), yticks=range(len(classes)), xlabel="answer", ylabel="reference")
    axes.set_xticklabels(classes)
    axes.set_yticklabels(classes)
    _write(figure, path)


def curves(
    lines: Mapping[str, tuple[Sequence[float], Sequence[float]]], x_label: str, y_label: str, path: Path, log: bool = False
) -> None:
    """One line a name, from its x and its y; `log` makes the x axis logarithmic."""
    figure, axes = pyplot.subplots(figsize=(4.6, 3.2), dpi=80)
    for name, (x, y) in lines.items():
        axes.plot(x, y, "o-", lw=1, ms=3, label=name)
    axes.set(xlabel=x_label, ylabel=y_label)
    if log:
        axes.set_xscale("log")
    axes.legend(fontsize=7)
    _write(figure, path)
