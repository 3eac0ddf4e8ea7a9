"""Prepared inputs on standard output, for validation/preparation.ts to compare with what the core makes of the same files."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Callable, Sequence

import numpy as np

from .wfdb import Record, read_record


def print_prepared(folder: Path, headers: Sequence[str], records: int, prepare: Callable[[Record], np.ndarray]) -> None:
    """One line of JSON a recording, `records` of the headers evenly taken: path in the folder and base64 of float32."""
    for header in headers[:: max(1, len(headers) // records)][:records]:
        values = prepare(read_record(folder / header)).astype("<f4")
        line = {"record": header.removesuffix(".hea"), "prepared": base64.b64encode(values.tobytes()).decode()}
        sys.stdout.write(json.dumps(line) + "\n")
