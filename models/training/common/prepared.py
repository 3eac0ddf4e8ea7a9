"""Prepared inputs on standard output, for validation/preparation.ts to compare with what the core makes of the same files."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Callable

import numpy as np

from .wfdb import Record, read_record


def print_prepared(folder: Path, records: int, prepare: Callable[[Record], np.ndarray]) -> None:
    """One line of JSON a recording, `records` of them evenly taken from the folder: name and base64 of float32."""
    headers = sorted(folder.glob("*.hea"))
    for header in headers[:: max(1, len(headers) // records)][:records]:
        values = prepare(read_record(header)).astype("<f4")
        line = {"record": header.stem, "prepared": base64.b64encode(values.tobytes()).decode()}
        sys.stdout.write(json.dumps(line) + "\n")
