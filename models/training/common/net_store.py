"""Nets kept from one run for the next: a run that was cut off goes on, and a further seed trains only what is new."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any, Callable, Generic, Mapping, TypeVar

import numpy as np
import torch
from torch import nn

from .ptbxl import Dataset

Net = TypeVar("Net", bound=nn.Module)
Settings = Mapping[str, Any]
OnEpoch = Callable[[Mapping[str, float]], None]

USED = ("net", "recipe", "augment", "threads")


class NetStore(Generic[Net]):
    """A net per training data, settings and seed, trained when it is not there yet.

    `build` makes an untrained net for training data; `fit` trains one: (train, shown, settings, seed, on_epoch).
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        build: Callable[[Settings, Dataset], Net],
        fit: Callable[[Dataset, Dataset, Settings, int, OnEpoch], Net],
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.build = build
        self.fit = fit
        self.seconds_before = 0.0
        """CPU time that the nets taken from the folder once needed."""

    def net(self, train: Dataset, shown: Dataset, seed: int, on_epoch: OnEpoch) -> Net:
        path = self.folder / f"{self._key(train, seed)}.pt"
        if path.is_file():
            self.seconds_before += torch.load(path)["seconds"]
        else:
            self._train(path, train, shown, seed)
        stored = torch.load(path)
        for row in stored["epochs"]:
            on_epoch(row)
        net = self.build(self.settings, train)
        net.load_state_dict(stored["weights"])
        return net.eval()

    def _train(self, path: Path, train: Dataset, shown: Dataset, seed: int) -> None:
        began = time.process_time()
        epochs: list[Mapping[str, float]] = []
        net = self.fit(train, shown, self.settings, seed, epochs.append)
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        torch.save({"weights": net.state_dict(), "epochs": epochs, "seconds": time.process_time() - began}, beside)
        beside.replace(path)

    def _key(self, train: Dataset, seed: int) -> str:
        digest = hashlib.sha256()
        digest.update(json.dumps([{name: self.settings[name] for name in USED}, seed], sort_keys=True).encode())
        for array in (train.ecg, train.labels, train.auxiliary):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:16]
