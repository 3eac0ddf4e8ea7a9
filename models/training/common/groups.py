"""Groups of recordings that a card looks at on their own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .measured import SCORE, VERDICT

VERDICTS = ("acceptable", "limited", "unacceptable")


def groups_of(table: pd.DataFrame) -> dict[str, np.ndarray]:
    """Masks [n] by sex, age and signal quality. PTB-XL writes sex 0 = male, 1 = female."""
    age, sex = table["age"].to_numpy(dtype=float), table["sex"].to_numpy(dtype=float)
    verdict, score = table[VERDICT].to_numpy(str), table[SCORE].to_numpy(dtype=float)
    return {
        "male": sex == 0,
        "female": sex == 1,
        "sex unknown": np.isnan(sex),
        "under 18 years": age < 18,
        "18-49 years": (age >= 18) & (age < 50),
        "50-69 years": (age >= 50) & (age < 70),
        "70 years and over": age >= 70,
        "age unknown": np.isnan(age),
        **{f"quality {name}": verdict == name for name in VERDICTS},
        **_thirds(score),
    }


def _thirds(score: np.ndarray) -> dict[str, np.ndarray]:
    """By the quality's score, as equal in size as ties allow; empty where a third would be empty."""
    low, high = np.quantile(score, [1 / 3, 2 / 3])
    masks = {
        f"quality score below {low:.3f}": score < low,
        f"quality score {low:.3f} to {high:.3f}": (score >= low) & (score < high),
        f"quality score {high:.3f} or more": score >= high,
    }
    return masks if all(mask.any() for mask in masks.values()) else {}
