"""CARD.md of a beat model, and the figures of the test in its model.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Mapping

from ...common.card import number, table, with_interval
from ...common.settings import write_json

FINDINGS = Path(__file__).parent / "findings.json"
"""For each model the lines that a person wrote after looking at its errors."""

LARGE, SMALL = "beats-causal", "beats-causal-int8"
MODELS = ("beats-diagnostic", LARGE, SMALL)
VIEW = {
    "diagnostic": "Looks at the whole recording: the beats before and behind, the patient's usual beat from 50 on either side.",
    "causal": "Strictly causal: nothing later than 600 ms after the peak of a beat, and no later beat, enters its class; the streaming "
    "detector reports the beat at most 400 ms after it. The usual beat is that of the 80 beats before.",
}


def _class_rows(classes: Mapping[str, Mapping[str, Any]]) -> list[list[Any]]:
    return [
        [name, row["beats"], *(with_interval(row[key]) for key in ("se", "ppv", "f1"))] for name, row in classes.items()
    ]


HEAD = ["class", "beats", "sensitivity", "P+", "F1"]


def _cross_validation(figures: Mapping[str, Any], classes: list[str]) -> list[str]:
    return [
        "## Cross-validation on DS1",
        "",
        f"{figures['records']} records, {figures['beats']} annotated beats, four folds of whole records; the classes' bias and scale are "
        "fitted on these predictions, so accuracy and ECE here are a little flattered.",
        "",
        f"Accuracy {with_interval(figures['accuracy'])}; ECE of the stated class {number(figures['ece_before'])} before and "
        f"{number(figures['ece_after'])} after calibration.",
        "",
        *table(HEAD, _class_rows({c: figures[c] for c in classes})),
        "",
    ]


def _made(figures: Mapping[str, Any]) -> list[str]:
    rows = []
    # Models before 1.1.0 were not judged on them.
    if "made" not in figures:
        return []
    for kind, m in figures["made"].items():
        s_given = sum(line[1] for line in m)
        rows.append([kind, sum(map(sum, m[:5])), sum(m[1]), m[1][1], s_given - m[1][1]])
    return [
        "## Made-up hearts",
        "",
        "Of the same cross-validation; 96 hearts of 150 s (models/training/tasks/beats/madeHearts.ts), no patients.",
        "",
        *table(["rhythm", "beats", "S", "S right", "S false"], rows),
        "",
    ]


def _test(report: Mapping[str, Any], signals: str) -> list[str]:
    classes = {row["name"]: row for row in report["classes"]}
    names = [*classes, "no beat"]
    head = ["annotated \\ given", *classes, "missed"]
    confusion = [[names[i], *row] for i, row in enumerate(report["confusion"])]
    records = []
    for row in report["byRecord"]:
        m = row["confusion"]
        cells = [row["record"], sum(map(sum, m[:5]))]
        for c in (1, 2):
            cells += [sum(m[c]), m[c][c], sum(line[c] for line in m) - m[c][c]]
        records.append(cells)
    return [
        "## Test: DS2, the last look",
        "",
        f"{report['records']} records, beats found by the product's own detector in {'both signals' if signals == 'all' else 'the first signal'}, "
        "classes from the first signal, matched to the annotations within 150 ms; missed and false beats count. 95 % intervals: records "
        "drawn with replacement. `npm run validate -- beats --data DIR/mitdb`",
        "",
        f"Accuracy {with_interval(report['accuracy'])}; ECE of the stated class {with_interval(report['ece'])}.",
        "",
        *table(HEAD, _class_rows(classes)),
        "",
        *table(head, confusion),
        "",
        *table(["record", "beats", "S", "S right", "S false", "V", "V right", "V false"], records),
        "",
    ]


def loss(large: Mapping[str, Any], small: Mapping[str, Any]) -> list[str]:
    """What the small model loses against the large one; both are reports of validation/beats.ts."""

    def value(report: Mapping[str, Any], name: str) -> float:
        figure = report["accuracy"] if name == "accuracy" else next(c["f1"] for c in report["classes"] if c["name"] == name)
        return round(figure["value"], 3)

    names = {"F1 of V": "V", "F1 of S": "S", "accuracy": "accuracy"}
    pairs = {words: (value(large, name), value(small, name)) for words, name in names.items()}
    return [
        "## What it loses against beats-causal",
        "",
        "The same net with weights and activations of eight bits, and fewer trees beside it. On DS2:",
        "",
        *table(["", "beats-causal", "this model", "loss"], [[words, *map(number, (a, b, a - b))] for words, (a, b) in pairs.items()]),
        "",
    ]


def tested(models: Path, figures: Path | None) -> dict[str, Any]:
    """figures.json of validation/beats.ts, or what the models' model.json kept of it."""
    if figures is not None:
        return dict(json.loads(figures.read_text(encoding="utf-8")))
    kept = [json.loads((models / identity / "model.json").read_text(encoding="utf-8"))["metrics"]["testDs2"] for identity in MODELS]
    return {"signals": kept[0]["signals"], "reports": kept}


def write_cards(models: Path, figures: Path | None) -> None:
    """CARD.md of every beat model; `figures`: figures.json of validation/beats.ts, kept in model.json from then on; None: as kept."""
    test = tested(models, figures)
    findings = json.loads(FINDINGS.read_text(encoding="utf-8"))
    reports = {report["id"]: report for report in test["reports"]}
    for identity in MODELS:
        path = models / identity / "model.json"
        model = json.loads(path.read_text(encoding="utf-8"))
        report = reports[identity]
        model["metrics"]["testDs2"] = {**report, "signals": test["signals"]}
        write_json(path, model)
        view = model["inputs"][0]["view"]
        lines = [
            f"# {model['title']}",
            "",
            f"`{identity}` {model['version']}: {model['bytes'] / 1000:.0f} kB, {model['parameters']} parameters. {VIEW[view]}",
            "",
            f"**For:** {model['intendedUse']}",
            "",
            "**Not for:**",
            "",
            *[f"- {line}" for line in model["notFor"]],
            "",
            "## What it looks at",
            "",
            "One lead. Of each beat 0.9 s around its QRS at 120 Hz and the same minus the patient's usual beat, both in units of the usual QRS; "
            f"and {len(model['inputs'][1]['features'])} numbers on intervals, likeness to other beats and P wave (app/models/beats). S is damped by a probability of "
            "atrial fibrillation, in which intervals say nothing of a beat (docs/decisions/0010-beats.md).",
            "",
            *findings[identity],
            *(loss(reports[LARGE], report) if identity == SMALL else []),
            *_test(report, test["signals"]),
            *_cross_validation(model["metrics"]["crossValidationDs1"], model["classes"]),
            *_made(model["metrics"]["crossValidationDs1"]),
            "## Training",
            "",
            f"{model['training']['split']}. {model['training']['data']} ({model['training']['licence']}). {model['training']['minutes']} CPU minutes "
            "on one core, cross-validation included.",
            "",
            f"Cite: {model['training']['citation']}",
            "",
            "![learning curve](curve.png)",
        ]
        (models / identity / "CARD.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
