"""What NORMAL means here."""

from __future__ import annotations

import numpy as np

from ...common.ptbxl import CLASSES

STATED = ("NOT NORMAL",)
"""Classes of the models."""

DEFINITION = (
    "NORMAL: the superclasses of the recording's PTB-XL statements are NORM and no other; NOT NORMAL: any of MI, STTC, CD, HYP, "
    "also beside NORM. Recordings without a superclass (statements of form and rhythm alone) are left out."
)


def not_normal(superclasses: np.ndarray) -> np.ndarray:
    """0/1 [n] from 0/1 [n, classes] in the order of CLASSES. Raises ValueError for a row without any class."""
    stated = np.asarray(superclasses) > 0
    if not stated.any(axis=1).all():
        raise ValueError("a recording without a superclass is neither normal nor not")
    others = [column for column, name in enumerate(CLASSES) if name != "NORM"]
    return stated[:, others].any(axis=1).astype(np.int64)
