"""CARD.md: the same figures as model.json, for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

from ...common.card import GROUPS, calibration_table, head, number, table, trials, uses, with_interval


def _auc_table(members: Mapping[str, Any], both: Mapping[str, Any]) -> list[str]:
    columns = {"net": members["net"], "trees": members["trees"], "both": both}
    rows = [
        [f"**{name}**" if name == "macro" else name, both[name].get("positives", ""), *[with_interval(c[name]) for c in columns.values()]]
        for name in [*[n for n in both if n != "macro"], "macro"]
    ]
    return table(["class", "positives", *columns], rows)


def _operating_table(operating: Mapping[str, Any], thresholds: Mapping[str, float]) -> list[str]:
    return table(
        ["class", "threshold", "sensitivity", "specificity"],
        [
            [name, number(thresholds[name]), with_interval(point["sensitivity"], 2), with_interval(point["specificity"], 2)]
            for name, point in operating.items()
        ],
    )


def write_card(path: Path, model: Mapping[str, Any], settings: Mapping[str, Any], where: str, tried: Path) -> None:
    """Writes CARD.md from model.json's content, the settings, the machine's name and the list of trials."""
    figures = model["metrics"]
    pooled = figures["outOfFold"]
    calibration = pooled["calibration"]
    training = model["training"]
    aims = "; ".join(f"{name} at a sensitivity of {aim['sensitivity']:g}" for name, aim in settings["thresholds"].items() if name in model["classes"])
    lines = [
        *head(model),
        "Two members of different kinds, their logits averaged "
        f"({settings['netShare']:g} net, {1 - settings['netShare']:g} trees), in one ONNX graph of {model['bytes'] / 1e6:.1f} MB:",
        "",
        "- a compact one-dimensional residual net with squeeze-excitation on twelve leads of 10 s at 100 Hz. For each class "
        f"it gives a map of {model['output']['activation']['cells']} cells that says which stretch spoke for (or against) it. The map is exact for "
        "the head, coarse (80 ms a cell), and no proof that the net looked at what a reader would look at;",
        f"- boosted trees on {len(model['inputs'][1]['features'])} features that the workstation measures in the median beat and the rhythm. For each "
        "class they say how much each feature added to the logit.",
        "",
        "Cells, contributions and a constant add up to the logit.",
        "",
        *uses(model),
        "## Figures",
        "",
        f"Set: {figures['set']}; n = {pooled['recordings']} recordings of {pooled['patients']} patients. Intervals: "
        f"{figures['interval']}. The settings were chosen as told under «Tried»; nothing was chosen on single folds' predictions: no "
        "early stopping, no choice of epoch.",
        "",
        "Area under the ROC curve, out of fold:",
        "",
        *_auc_table(figures["members"], pooled["auc"]),
        "",
        f"Statements, cross-fitted in {settings['evaluation']['crossFitParts']} patient-disjoint parts (calibration and threshold from the "
        f"others). Thresholds: {aims + '; the others' if aims else 'all'} by the largest sensitivity + specificity (Youden). Prevalence is that of PTB-XL.",
        "",
        *_operating_table(pooled["operatingPointCrossFitted"], dict(zip(model["classes"], model["thresholds"]))),
        "",
        "Calibration (Platt: one slope and intercept per class, from the out-of-fold predictions):",
        "",
        *calibration_table(calibration, "mean of classes"),
        "",
        "Calibration intervals are centred on the estimate (resampling inflates it). Where intervals overlap, a gain is not proven.",
        "",
        "![Reliability](reliability.png)",
        "",
        GROUPS,
        "",
        *table(
            ["group", "n", "macro AUC", "over the classes"],
            [
                [name, row["n"], with_interval(row["macroAuc"]), ", ".join(row["classes"]) or "none"]
                for name, row in pooled["groups"].items()
            ],
        ),
        "",
        "A class counts in a group when at least five recordings have it and five have not.",
        "",
        "## Training",
        "",
        f"Data: {training['data']} ({training['licence']}). {training['citation']}",
        "",
        f"Split: {training['split']}; {training['recordings']} recordings. Fold 10 was never opened. With a pacemaker statement: "
        f"{figures['pacedRecordings']}; known to be under 18: {figures['knownMinors']} (age is known for about a third).",
        "",
        f"    {training['command']}",
        "",
        f"{training['minutes']} CPU minutes for all ten trainings on {where}, {settings['threads']} thread. Settings: `config.json`. "
        "Learning curves of the net (the left-out fold is shown and decides nothing):",
        "",
        "![Learning curves](curve.png)",
        "",
        "### Tried",
        "",
        *trials(tried),
        "",
        "## Where it looked",
        "",
        *(Path(__file__).parent / "maps.md").read_text(encoding="utf-8").splitlines(),
        "",
        "## Limits",
        "",
        f"- Small: {training['recordings']} recordings, of few devices of one country from the 1980s and 1990s. Other devices, "
        "filters, populations and lead placements are unproven.",
        "- Superclasses are coarse, and their labels are cardiologists' readings of the same ECG, not of the patient.",
        "- HYP rests on few positives; rare findings within a class may be missed altogether.",
        "- Paced rhythm was not learned: see the counts above. Rhythm is not judged at all.",
        "- 100 Hz: short notches, pacemaker spikes and late potentials are not seen.",
        "- The probability assumes the prevalence of PTB-XL.",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
