"""Makes validation/fixtures/scorers anew: made-up annotations and predictions, and what the reference scorers say of them.

    /usr/bin/python3 validation/scorerFixture.py SCORERS     # SCORERS: the folder with score_qrs.py and common.py
"""
import json
import os
import random
import subprocess
import sys

scorers = sys.argv[1]
sys.path.insert(0, scorers)
import common  # noqa: E402

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures", "scorers")
draw = random.Random(7)
RATE = 250
LEADS = ("i", "v2")
PARTS = {"P": (-45, -34, -22), "QRS": (-11, 0, 12), "T": (45, 75, 96)}
SYMBOL = {"P": "p", "QRS": "N", "T": "t"}


def folder(name):
    path = os.path.join(here, name)
    os.makedirs(path, exist_ok=True)
    return path


def beats(n, first=150):
    at, out = first, []
    for _ in range(n):
        out.append(at)
        at += draw.randint(170, 240) if draw.random() > 0.05 else draw.randint(500, 700)
    return out


def near(sample, spread):
    """Predicted time of a mark; now and then just inside, on, or beyond the tolerance of 150 ms."""
    shift = draw.choice([-37.5, 37.5, 37.25, 38, -38]) if draw.random() < 0.06 else round(draw.gauss(0, spread), 2)
    return round((sample + shift) / RATE, 6)


def qrs():
    path, records, lines = folder("qrs"), ["a1", "a2", "b1"], []
    for record in records:
        times = beats(60)
        marks = [(t, draw.choice("NNNNVAL")) for t in times] + [(times[9] + 60, "~"), (times[20] + 70, "+")]
        if record != "a1":
            marks += [(times[30] - 50, "["), (times[36] + 50, "]")]
        if record == "b1":
            marks += [(times[55] - 50, "[")]
        common.write_reference(path, record, RATE, times[-1] + 300, sorted(marks))
        found = [near(t, 6) for t in times if draw.random() > 0.04] + [t / RATE + 0.1 for t in times if draw.random() < 0.05]
        found += [draw.uniform(0, times[-1] / RATE) for _ in range(6)]
        lines.append({"record": record, "beats": [{"timeS": round(t, 6)} for t in sorted(found)]})
    with open(os.path.join(path, "RECORDS"), "w") as f:
        f.write("\n".join(records) + "\n")
    common.write_lines(os.path.join(path, "predictions.ndjson"), lines)
    return ["score_qrs.py", "--ref", path, "--pred", os.path.join(path, "predictions.ndjson"), "--skip-start", "10"]


def marks_of(times):
    out = []
    for t in times:
        for wave, (onset, peak, offset) in PARTS.items():
            if wave == "P" and draw.random() < 0.2:
                continue
            on = 1 if wave == "QRS" and draw.random() < 0.1 else onset
            peaks = [peak, peak + 3, peak + 6] if wave == "T" and draw.random() < 0.1 else [peak]
            if wave != "QRS" or draw.random() > 0.05:
                out.append((t + on, "("))
            out += [(t + p, SYMBOL[wave]) for p in peaks]
            if draw.random() > 0.05:
                out.append((t + offset, ")"))
    return sorted(out, key=lambda m: m[0])


def waves_of(times):
    out = []
    for t in times:
        for wave, parts in PARTS.items():
            if draw.random() < 0.05:
                continue
            marks = [None if draw.random() < 0.03 else near(t + p, 3) for p in parts]
            out.append({"wave": wave, **dict(zip(("onsetS", "peakS", "offsetS"), marks))})
    return out + [{"wave": "P", "onsetS": None, "peakS": draw.uniform(0, times[-1] / RATE), "offsetS": None} for _ in range(4)]


def ludb():
    path, lines = folder("ludb"), []
    for record in ("1", "2", "10"):
        times = beats(12)
        for lead in LEADS:
            common.write_reference(path, record, RATE, times[-1] + 300, marks_of(times[1:-1]), ext=lead)
        lines.append({"record": record, "delineation": {"I": waves_of(times), "V2": waves_of(times)}})
    common.write_lines(os.path.join(path, "predictions.ndjson"), lines)
    return ["score_delineation.py", "--db", "ludb", "--leads", ",".join(LEADS), "--ref", path, "--pred",
            os.path.join(path, "predictions.ndjson")]


def qtdb():
    path, lines = folder("qtdb"), []
    for record in ("s1", "s2"):
        times = beats(14)
        common.write_reference(path, record, RATE, times[-1] + 300, marks_of(times), ext="q1c")
        with open(os.path.join(path, record + ".hea"), "w") as f:
            f.write(f"{record} 2 {RATE} {times[-1] + 300}\n" + "".join(f"{record}.dat 212 200 12 0 0 0 0 {x}\n" for x in "XY"))
        lines.append({"record": record, "delineation": {"X": waves_of(times), "1": waves_of(times)}})
    common.write_lines(os.path.join(path, "predictions.ndjson"), lines)
    return ["score_delineation.py", "--db", "qtdb", "--ref", path, "--pred", os.path.join(path, "predictions.ndjson")]


for name, command in (("qrs", qrs()), ("ludb", ludb()), ("qtdb", qtdb())):
    said = subprocess.run([sys.executable, os.path.join(scorers, command[0]), *command[1:]], check=True, capture_output=True, text=True)
    with open(os.path.join(here, name, "expected.json"), "w") as f:
        json.dump(json.loads(said.stdout.splitlines()[-1]), f, indent=1)
        f.write("\n")
