"""CARD.md: the same figures as model.json, for people."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Mapping

from ...common.card import number, with_interval


def _calibration_table(rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    lines = ["| | ECE (ten bins, mean of classes) | Brier (mean of classes) |", "| --- | --- | --- |"]
    return lines + [f"| {name} | {with_interval(row['ece'])} | {with_interval(row['brier'])} |" for name, row in rows.items()]


def _class_table(figures: Mapping[str, Any], operating: Mapping[str, Any], thresholds: Mapping[str, float]) -> list[str]:
    lines = [
        "| class | positives | AUC | threshold | sensitivity | specificity |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, point in operating.items():
        row = figures["auc"][name]
        cut = number(thresholds.get(name))
        lines.append(
            f"| {name} | {row['positives']} | {with_interval(row)} | {cut} | {with_interval(point['sensitivity'], 2)} | "
            f"{with_interval(point['specificity'], 2)} |"
        )
    return lines + [f"| **macro** | | **{with_interval(figures['auc']['macro'])}** | | | |"]


def _untouched(figures: Mapping[str, Any]) -> list[str]:
    if "untouched" not in figures:
        return []
    row = figures["untouched"]
    folds = row["folds"]
    return [
        "## The same recipe, with fold 9 seen once",
        "",
        f"Nets of the same configuration and seeds, trained on folds {folds['train'][0]}-{folds['train'][-1]} "
        f"(n = {row['trainingRecordings']}), epoch and calibration chosen on fold {folds['select'][0]} "
        f"(n = {row['selectionRecordings']}), measured on fold {folds['test'][0]} (n = {row['recordings']}, "
        f"{row['patients']} patients). These are not the shipped weights; they tell what the recipe gives on a fold that "
        "neither weights, epoch nor calibration have seen. (The configuration was still chosen with fold 9 in view.)",
        "",
        *_class_table(row, row["operatingPoint"], {}),
        "",
        *_calibration_table({"before": row["calibration"]["before"], "after": row["calibration"]["after"]}),
        "",
    ]


def _trials(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = [
        f"Configurations tried, each judged on fold 9: {len(rows)}.",
        "",
        "| configuration | macro AUC, fold 9 | shipped |",
        "| --- | --- | --- |",
    ]
    return lines + [f"| {row['configuration']} | {row['macroAucFold9']} | {row['shipped']} |" for row in rows]


def _made_of(members: int) -> str:
    if members == 1:
        return "A compact one-dimensional residual net"
    return f"One graph that gives the mean of {members} compact one-dimensional residual nets from different seeds, each"


def write_card(path: Path, model: Mapping[str, Any], settings: Mapping[str, Any], where: str, trials: Path) -> None:
    """Writes CARD.md from model.json's content, the settings, the machine's name and the list of trials."""
    figures = model["metrics"]
    selection = figures["selection"]
    calibration = selection["calibration"]
    training = model["training"]
    thresholds = dict(zip(model["classes"], model["thresholds"]))
    recipe = settings["recipe"]
    paced, minors = figures["pacedRecordings"], figures["knownMinors"]
    members = len(settings["seeds"])
    lines = [
        f"# {model['id']} {model['version']}",
        "",
        f"{model['title']}. For research use, not a medical device.",
        "",
        f"{_made_of(members)} with squeeze-excitation, {model['parameters']:,} parameters in all, {model['bytes'] / 1e6:.1f} MB of ONNX (opset "
        "13). Twelve leads, 100 Hz, 10 s, millivolts in; five logits out, and for each class a map of "
        f"{model['output']['cells']} cells over the 10 s that says which stretch spoke for it (signed) or only for it "
        "(rectified). The map is exact for the head: its cells and a bias add up to the logit. It is coarse (80 ms a "
        "cell, and every cell has seen its surroundings and, through squeeze-excitation, the whole recording), and it "
        "is no proof that the net looked at what a reader would look at.",
        "",
        "## For what, and for what not",
        "",
        model["intendedUse"],
        "",
        "Not for:",
        *[f"- {line}" for line in model["notFor"]],
        "",
        "## Figures",
        "",
        f"Set: {figures['set']}; n = {selection['recordings']} recordings of {selection['patients']} patients, none of "
        f"them in training. Intervals: {figures['interval']}. **{figures['caution']} "
        "They flatter the model; sensitivity, specificity and the cross-fitted calibration below at least come from "
        f"{settings['evaluation']['crossFitParts']} patient-disjoint parts of the fold, each judged by a calibration and "
        "thresholds fitted on the others.** Calibration intervals are centred on the estimate (resampling inflates it).",
        "",
        *_class_table(selection, selection["operatingPointCrossFitted"], thresholds),
        "",
        "Thresholds: per class the largest sensitivity + specificity (Youden) on the calibrated probability; "
        "false alarms and misses weigh the same, prevalence is that of the fold.",
        "",
        "Calibration (Platt: one slope and intercept per class):",
        "",
        *_calibration_table(
            {
                "before": calibration["before"],
                "after, in sample (flattering)": calibration["afterInSample"],
                "after, cross-fitted": calibration["afterCrossFitted"],
            }
        ),
        "",
        "Where intervals overlap, a gain is not proven.",
        "",
        "By sex and age, where PTB-XL's part at hand knows them (most do not; the intervals are wide and no claim of "
        "equal performance can be made):",
        "",
        "| group | n | macro AUC | over the classes |",
        "| --- | --- | --- | --- |",
        *[
            f"| {name} | {row['n']} | {with_interval(row['macroAuc'])} | {', '.join(row['classes']) or 'none'} |"
            for name, row in selection["groups"].items()
        ],
        "",
        "A class counts in a group when at least five recordings have it and five have not.",
        "",
        *_untouched(figures),
        "## Training",
        "",
        f"Data: {training['data']} ({training['licence']}). {training['citation']}",
        "",
        f"Split: {training['split']}; {training['recordings']} training recordings. Nothing was taken out: with a "
        f"pacemaker statement there are {paced['training']} recordings in training and {paced['selection']} in the "
        f"selection fold, of people known to be under 18 {minors['training']} and {minors['selection']} (age is known "
        "for about a third).",
        "",
        f"    {training['command']}",
        "",
        f"{training['minutes']} minutes by the clock on {where}, {settings['threads']} thread. Seed{'s' if members > 1 else ''} "
        f"{', '.join(map(str, settings['seeds']))}; {recipe['epochs']} epochs, best epoch"
        f"{'s' if members > 1 else ''} {', '.join(map(str, figures['bestEpochs']))} by macro AUC on the selection fold. "
        "Settings: `config.json`; course: `curve.csv` and",
        "",
        "![Learning curve](curve.png)",
        "",
        *_trials(trials),
        "",
        "## Limits",
        "",
        f"- Small: {training['recordings']} training recordings, of few devices of one country from the 1980s and 1990s. "
        "Other devices, filters, populations and lead placements are unproven.",
        "- Fold 9 was used for choosing the epoch, the configuration, the calibration and the thresholds.",
        "- Superclasses are coarse, and their labels are cardiologists' readings of the same ECG, not of the patient.",
        "- HYP rests on few positives; rare findings within a class may be missed altogether.",
        "- Paced rhythm was not learned: see the counts above.",
        "- 100 Hz: short notches, pacemaker spikes and late potentials are not seen.",
        "- The probability assumes the prevalence of PTB-XL.",
        "- No test on recordings from outside PTB-XL has been made for this model yet.",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
