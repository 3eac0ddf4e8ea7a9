"""Nets kept from one run for the next: they look at the signal alone, so new measured features need no new nets."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any, Callable, Mapping

import numpy as np
import torch

from ...common.ptbxl import Dataset
from .fit import build, fit_net
from .net import EcgNet

USED = ("net", "recipe", "augment", "threads")


class NetStore:
    """A net per training data, settings and seed, trained when it is not there yet."""

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self.settings = settings
        self.seconds_before = 0.0
        """CPU time that the nets taken from the folder once needed."""

    def net(
        self, train: Dataset, shown: Dataset, seed: int, on_epoch: Callable[[int, Mapping[str, float]], None]
    ) -> EcgNet:
        path = self.folder / f"{self._key(train, seed)}.pt"
        if not path.is_file():
            self._train(path, train, shown, seed)
        else:
            self.seconds_before += torch.load(path)["seconds"]
        stored = torch.load(path)
        for row in stored["epochs"]:
            on_epoch(seed, row)
        net = build(self.settings, train.auxiliary.shape[1])
        net.load_state_dict(stored["weights"])
        return net.eval()

    def _train(self, path: Path, train: Dataset, shown: Dataset, seed: int) -> None:
        began = time.process_time()
        epochs: list[Mapping[str, float]] = []
        net = fit_net(train, shown, self.settings, seed, epochs.append)
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        torch.save(
            {"weights": net.state_dict(), "epochs": epochs, "seconds": time.process_time() - began}, beside
        )
        beside.replace(path)

    def _key(self, train: Dataset, seed: int) -> str:
        digest = hashlib.sha256()
        digest.update(json.dumps([{name: self.settings[name] for name in USED}, seed], sort_keys=True).encode())
        for array in (train.ecg, train.labels, train.auxiliary):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:16]
