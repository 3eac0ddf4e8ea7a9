"""CARD.md: the same figures as model.json, for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

from ...common.card import GROUPS, calibration_table, head, table, trials, uses, with_interval

KINDS = {
    "gru": "a recurrent net on twelve leads of 10 s at 100 Hz: a short convolutional stem makes 125 cells of 80 ms, a bidirectional "
    "GRU reads them, the mean of its states goes through one linear head. What each cell added to the logit is exact; a state has "
    "read the cells around it too, so the map says where the net decided, not what alone it saw",
    "net": "the recurrent net of `binary-gru` as it was shipped, with its map of cells",
    "superclasses": "boosted trees on measured features for each of the five superclasses, their logits joined by a logistic head that was "
    "fitted on predictions for patients the trees had not seen; the head is folded into the leaves, so how much each feature added is exact",
    "logreg": "logistic regression on measured features: each enters as its standardised value and as its distance from the mean "
    "(a value can be abnormal on either side), clipped; what is not measured counts as the training median. A feature's "
    "contribution is coefficient times standardised value; strong features that say the same share it among them",
}


def write_card(path: Path, model: Mapping[str, Any], settings: Mapping[str, Any], where: str, curve: str, tried: Path) -> None:
    """Writes CARD.md from model.json's content, the settings, the machine's name, what curve.png shows and the trials."""
    figures = model["metrics"]
    pooled = figures["outOfFold"]
    calibration = pooled["calibration"]
    training = model["training"]
    rows = {**figures.get("members", {}), "**this model**": pooled}
    lines = [
        *head(model),
        f"One ONNX graph of {model['bytes'] / 1e6:.2f} MB. Members, by their share in the logit:",
        "",
        *[f"- {share:g}: {KINDS[name]}." for name, share in settings["members"].items()],
        "",
        *uses(model),
        "## Figures",
        "",
        figures["label"],
        "",
        f"Set: {figures['set']}; n = {pooled['recordings']} recordings of {pooled['patients']} patients, {pooled['notNormal']} of them "
        f"not normal. Intervals: {figures['interval']}. Stated is NOT NORMAL at a calibrated probability of "
        f"{model['thresholds'][0]:g} or more; calibration cross-fitted in {settings['evaluation']['crossFitParts']} patient-disjoint parts.",
        "",
        *table(
            ["", "accuracy", "AUC", "sensitivity", "specificity", "specificity at a sensitivity of 95 %"],
            [
                [name, *[with_interval(row[f]) for f in ("accuracy", "auc", "sensitivity", "specificity", "specificityAtSensitivity95")]]
                for name, row in rows.items()
            ],
        ),
        "",
        f"Accuracy fold by fold (1-9): {', '.join(f'{value:.3f}' for value in pooled['accuracyByFold'])}.",
        "",
        "Calibration (Platt: one slope and intercept, from the out-of-fold predictions):",
        "",
        *calibration_table(calibration),
        "",
        "![Reliability](reliability.png)",
        "",
        GROUPS,
        "",
        *table(
            ["group", "n", "not normal", "accuracy"],
            [[name, row["n"], row["notNormal"], with_interval(row["accuracy"])] for name, row in pooled["groups"].items()],
        ),
        "",
        "For «with MI» and so on the accuracy is the share found to be not normal.",
        "",
        "## Training",
        "",
        f"Data: {training['data']} ({training['licence']}). {training['citation']}",
        "",
        f"Split: {training['split']}; {training['recordings']} recordings. Fold 10 was never opened.",
        "",
        f"    {training['command']}",
        "",
        f"{training['minutes']} CPU minutes for all trainings on {where}, {settings['threads']} thread. Settings: `config.json`; the "
        "logit of every recording by members that never saw its patient: `out-of-fold.csv`.",
        *(
            [f"The strength of the penalty (C = {figures['strength']:g}) is that of the least out-of-fold log loss; for the figures "
             "it was chosen anew in each fold, without that fold."]
            if "strength" in figures
            else []
        ),
        "",
        f"{curve}:",
        "",
        "![Curve](curve.png)",
        "",
        "### Tried",
        "",
        *trials(tried, model["id"]),
        "",
        "## Limits",
        "",
        f"- Small: {training['recordings']} recordings, of few devices of one country from the 1980s and 1990s. Other devices, "
        "filters, populations and lead placements are unproven.",
        "- The label is one or two cardiologists' reading of the same ECG: two readers would not agree on all of these either.",
        "- Half of the set is normal. In a screened population most are, and the probability is then too high: it assumes the "
        "prevalence of the set.",
        f"- {100 * (1 - pooled['sensitivity']['value']):.0f} % of the not normal recordings are called normal at this threshold: it rules nothing out.",
        "- Rhythm is not judged: an arrhythmia without another finding counts as normal in the labels.",
        "- 100 Hz: short notches, pacemaker spikes and late potentials are not seen.",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
