"""The three scores of strangeness side by side."""

from __future__ import annotations

import numpy as np

from .fit import fit_distance, in_batches
from .net import Autoencoder, Score, SignalFeatures

SCORES = ("autoencoder", "distance", "both")


class Candidates:
    """The three scores. Features are computed once for all of them."""

    def __init__(self, autoencoder: Autoencoder, train: np.ndarray) -> None:
        self.autoencoder = autoencoder.eval()
        self.features = SignalFeatures()
        table = self.table(train)
        self.distances = {kind: fit_distance(self._own(kind, table)) for kind in SCORES if kind != "autoencoder"}

    def table(self, ecg: np.ndarray) -> np.ndarray:
        """[n, features, 12 errors, 1 error of all leads]."""
        whole = Score("autoencoder", self.autoencoder, None)
        return np.hstack([in_batches(f, ecg) for f in (self.features, self.autoencoder.errors, whole)])

    @staticmethod
    def _own(kind: str, table: np.ndarray) -> np.ndarray:
        return table[:, :-13] if kind == "distance" else table[:, :-1]

    def scores(self, kind: str, table: np.ndarray) -> np.ndarray:
        """[n]."""
        if kind == "autoencoder":
            return table[:, -1]
        return in_batches(self.distances[kind], self._own(kind, table).astype(np.float32))[:, 0]

    def score(self, kind: str) -> Score:
        """What is exported."""
        return Score(kind, self.autoencoder, self.distances.get(kind)).eval()
