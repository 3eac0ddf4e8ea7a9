"""CARD.md: the figures of model.json with the ablation, for people."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, Mapping

from ...common.card import head, number, table, uses, with_interval
from ...common.settings import read_settings
from .data import CLASSES

CONFIGS = Path(__file__).parent / "configs"

WORDS = {"N": "N, normal", "A": "A, atrial fibrillation", "O": "O, other rhythm", "~": "~, noisy"}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _answers(figures: Mapping[str, Any]) -> list[str]:
    counts = figures["confusion"]
    rows = [
        [WORDS[name], sum(counts[c]), with_interval(figures["f1"][name]), *counts[c]] for c, name in enumerate(CLASSES)
    ]
    rows.append(["**mean of N, A, O**", "", f"**{with_interval(figures['meanF1'])}**", "", "", "", ""])
    rows.append(["accuracy", figures["recordings"], with_interval(figures["accuracy"]), "", "", "", ""])
    return table(["class", "recordings", "F1", *(f"answered {name}" for name in CLASSES)], rows)


def _calibration(figures: Mapping[str, Any], after: str) -> list[str]:
    rows = []
    for name, row in (("before", figures["calibration"]["before"]), (after, figures["calibration"]["after"])):
        each = ", ".join(f"{c} {number(v)}" for c, v in row["ecePerClass"].items())
        rows.append([name, with_interval(row["ece"]), each, with_interval(row["brier"])])
    return table(["", "ECE, ten bins, mean of classes", "ECE of each", "Brier, sum over classes"], rows)


def _duration(figures: Mapping[str, Any]) -> list[str]:
    rows = [
        [name, row["recordings"], with_interval(row["meanF1"]), with_interval(row["accuracy"])]
        for name, row in figures["byDuration"].items()
    ]
    return table(["duration", "recordings", "mean F1 of N, A, O", "accuracy"], rows)


def _ablation(path: Path, on_test: Mapping[str, Any] | None) -> list[str]:
    rows = []
    for row in sorted(_read(path), key=lambda r: -float(r["mean_f1_value"])):
        held = {name: float(row[f"mean_f1_{name}"]) for name in ("value", "low", "high")}
        each = ", ".join(f"{float(row[f'f1_{name}']):.2f}" for name in ("N", "A", "O", "noisy"))
        tested = with_interval(on_test[row["configuration"]]) if on_test else "not looked at"
        rows.append(
            [row["configuration"], row["parameters"], row["cpu_minutes"], row["best_epoch"], with_interval(held), each, tested]
        )
    return table(
        ["configuration", "parameters", "CPU minutes", "best epoch", "mean F1, validation", "F1 of N, A, O, ~", "mean F1, test"],
        rows,
    )


def _sequence(settings: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The commands that train the runs of `settings` (in the order in which they are shipped) and ship their mean."""
    files = {read_settings(path).get("name"): path.name for path in sorted(CONFIGS.glob("*.json"))}
    before = [(each.get("start") or {}).get("name") for each in settings.values()]
    own = [each["name"] for each in settings.values()]
    # What another goes on from comes first, each once.
    trained = list(dict.fromkeys([*filter(None, before), *own]))
    command = "python3 -m training rhythm2017 --data DIR"
    return [
        "    cd models",
        *[f"    {command} --noise NOISE --config training/tasks/rhythm2017/configs/{files[name]}" for name in trained],
        f"    {command} --ship {' '.join(f'RUN-OF-{Path(files[name]).stem}' for name in own)}",
    ]


def write_card(out: Path, ablation: Path, trials: Path) -> None:
    """Writes `out`/CARD.md from model.json beside it, the ablation's table and the list of trials."""
    model = json.loads((out / "model.json").read_text(encoding="utf-8"))
    figures, training = model["metrics"], model["training"]
    validation, test = figures["validation"], figures.get("test")
    members = ", ".join(m["configuration"] for m in figures["members"])
    said = (Path(__file__).parent / "discussion.md").read_text(encoding="utf-8").strip()
    choice = figures["calibrationChoice"]
    lines = [
        *head(model),
        f"The mean of {len(figures['members'])} network(s) ({members}), {model['parameters']:,} parameters, "
        f"{model['bytes'] / 1e6:.2f} MB of ONNX (opset 13). One lead at 100 Hz in windows of 30 s in, prepared by "
        "`lead100-band-v1`; the recording's logits are the mean of its windows'. The graph also gives, for each class, what "
        f"each of {model['output']['activation']['cells']} cells of 0.24 s added to the logit (signed) or only what spoke for "
        "the class (rectified). These add up, with a bias, to the logit; a recurrent or deep cell has seen more than its "
        "own 0.24 s, so the map shows where the net drew its conclusion, not always where the reason lies.",
        "",
        *uses(model),
        "## Figures",
        "",
        f"Set: {figures['set']}; {training['split']}. Intervals: {figures['interval']}. Configurations judged on the "
        f"validation part: {figures['configurationsTried']} (`trials.csv` of the task).",
        "",
    ]
    if test is None:
        lines += ["### Test part", "", "Not looked at yet.", ""]
    else:
        lines += [f"### Test part, looked at once (n = {test['recordings']})", "", *_answers(test), ""]
        lines += [*_calibration(test, "after"), "", *_duration(test), ""]
    lines += [
        f"### Validation part (n = {validation['recordings']})",
        "",
        "It chose the epoch, the configuration and the calibration, so these figures flatter.",
        "",
        *_answers(validation),
        "",
        "![Confusion on the validation part](confusion.png)",
        "",
        *_calibration(validation, "after, cross-fitted"),
        "",
        "![Reliability on the validation part, cross-fitted](reliability.png)",
        "",
        "The answer is the most probable class. Calibration: softmax(scale * logits + bias); "
        f"{choice['figure']}: {choice['temperature']} with a temperature alone, {choice['scaleAndBias']} with a bias a class; "
        "the better one is shipped.",
        "",
        *_duration(validation),
        "",
        "## Ablation",
        "",
        "Every configuration at the same budget: the same recordings, crops, augmentation, epochs and optimiser, one seed.",
        "",
        *_ablation(ablation, figures.get("ablationOnTest")),
        "",
        said,
        "",
        "## Training",
        "",
        f"{training['recordings']} recordings, {training['minutes']} minutes of one core in all on {figures['machine']}.",
        "",
        "In this order (a second cycle goes on from the best finished run of the first; each training prints the name of its run, "
        "`runs list rhythm2017` all of them):",
        "",
        *_sequence(json.loads((out / "config.json").read_text(encoding="utf-8"))),
        "",
        "Settings: `config.json`. Course:",
        "",
        "![Learning curve](curve.png)",
        "",
        "## Limits",
        "",
        "- The set names no patients: a person may have recordings in more than one part.",
        "- One hand-held device, filtered by its maker; other devices and electrodes are unproven.",
        "- O is everything from a single ectopic beat to bundle branch block, and its labels are disputed: readers agreed least on it.",
        "- The noisy class is small; its F1 is uncertain.",
        "- The lead is scaled to its own size: amplitudes are not judged.",
        "- The probability assumes the prevalence of this set.",
        "",
    ]
    (out / "CARD.md").write_text("\n".join(lines), encoding="utf-8")
