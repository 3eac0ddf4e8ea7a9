"""CARD.md: the same figures as model.json, for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

from ...common.card import table, with_interval

NAMES = {"ptbxl": "PTB-XL folds 8-9", "acceptable": "CinC 2011 acceptable", "unacceptable": "CinC 2011 unacceptable"}


def write_card(path: Path, model: Mapping[str, Any], settings: Mapping[str, Any], where: str) -> None:
    """Writes CARD.md from model.json's content, the settings and the machine's name."""
    figures = model["metrics"]
    taken = figures["chosenBy"]["taken"]
    tested = figures["test"]
    training = model["training"]
    scores = list(tested)
    missed = [f"{kind} ({row['passedAt99']:.2f})" for kind, row in tested[taken]["strange"].items() if row["passedAt99"] > 0.1]
    lines = [
        f"# {model['id']} {model['version']}",
        "",
        f"{model['title']}. For research use, not a medical device.",
        "",
        model["intendedUse"],
        "",
        f"One ONNX graph of {model['bytes'] / 1e6:.2f} MB, fitted on {training['recordings']} real recordings alone; no strange input "
        "teaches it. It gives a score; the probability beside it (Platt) assumes that half of the inputs are strange, of the kinds "
        f"below in equal shares. The threshold, {model['thresholds'][0]:g}, lets {100 * settings['acceptance']:g} % of the real recordings of the "
        "selection part pass.",
        "",
        "Not for:",
        *[f"- {line}" for line in model["notFor"]],
        "",
        "## Three scores compared",
        "",
        "The autoencoder's error over all leads; the distance of 266 features of the signal (sizes, moments, bands, agreement of the "
        "leads, Einthoven's rules, what precedes and follows a QRS); and the distance of those features with the autoencoder's "
        f"error in each lead. Taken was the one that lets the fewest strange inputs pass on the selection part at "
        f"{100 * settings['acceptance']:g} % acceptance: **{taken}**.",
        "",
        *table(
            ["score", "selection: strange passing at 99 %", "test: at 99 %", "test: at 95 %", "test: mean AUC"],
            [
                [
                    name,
                    f"{figures['chosenBy']['meanPassedOnSelection'][name]:.3f}",
                    f"{tested[name]['meanPassedAt99']:.3f}",
                    f"{tested[name]['meanPassedAt95']:.3f}",
                    f"{tested[name]['meanAuc']:.3f}",
                ]
                for name in scores
            ],
        ),
        "",
        "Share of strange inputs that pass, test part, made anew from PTB-XL folds 8-9; cuts from the selection part:",
        "",
        *table(
            ["kind", "n", *[f"{name}: AUC; at 99 %; at 95 %" for name in scores]],
            [
                [
                    kind,
                    row["n"],
                    *[
                        f"{tested[name]['strange'][kind]['auc']:.3f}; {tested[name]['strange'][kind]['passedAt99']:.3f}; "
                        f"{tested[name]['strange'][kind]['passedAt95']:.3f}"
                        for name in scores
                    ],
                ]
                for kind, row in tested[taken]["strange"].items()
            ],
        ),
        "",
        f"Real recordings turned away, test part. Intervals: {figures['interval']}.",
        "",
        *table(
            ["set", "n", *[f"{name} at {at} %" for name in scores for at in ("99", "95")]],
            [
                [
                    NAMES[kind],
                    row["99"]["n"],
                    *[with_interval(tested[name]["turnedAway"][kind][at]) for name in scores for at in ("99", "95")],
                ]
                for kind, row in tested[taken]["turnedAway"].items()
            ],
        ),
        "",
        "Unacceptable recordings are ECGs of bad quality: turning them away is no mistake, passing them is none either.",
        "",
        "## Training",
        "",
        f"Data: {training['data']} ({training['licence']}). {training['citation']}",
        "",
        f"Split: {training['split']}.",
        "",
        f"    {training['command']}",
        "",
        f"{training['minutes']} CPU minutes on {where}, one thread. Settings: `config.json`. One configuration of the autoencoder was tried. "
        "Its learning curve (the selection part is shown and decides nothing):",
        "",
        "![Learning curve](curve.png)",
        "",
        "## Limits",
        "",
        f"- At 99 % acceptance these pass mostly or in part (share): {', '.join(missed) or 'none'}. Nothing may be built on their refusal.",
        "- It learned two sets of resting ECGs. Holter, exercise, paediatric and other leads will look strange to it.",
        "- Leads missing or flat look strange: quality and the leads' own gates must speak first.",
        "- A kind of strange input that is not in the table is unproven; so is an input made to deceive.",
        "- It sees the first 10 s at 100 Hz.",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
