"""Inputs that are no ECG of a patient, or not what they say: noise, waves of the workbench, other signals, spoilt recordings.

Each maker takes prepared real recordings [n, 12, 1000] mV (their number gives how many are made; the spoilt kinds change
them) and a generator, and gives what the preparation would make of the input: mean-free, clipped to +-5 mV.
"""

from __future__ import annotations

from typing import Callable, Mapping

import numpy as np
from scipy.signal import lfilter

from ...common.mv100 import CLIP_MV, SAMPLE_RATE_HZ

Maker = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def prepared(x: np.ndarray) -> np.ndarray:
    """float32, as `mv100-meanfree-v1` leaves a whole recording."""
    return np.clip(x - x.mean(axis=2, keepdims=True), -CLIP_MV, CLIP_MV).astype(np.float32)


def _sizes(count: int, rng: np.random.Generator) -> np.ndarray:
    """A size in mV for each recording, 0.05 to 2."""
    return np.exp(rng.uniform(np.log(0.05), np.log(2), (count, 1, 1)))


def _gains(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """How strongly one source is seen in each lead, with sign."""
    return rng.normal(size=(shape[0], shape[1], 1))


def _seconds(shape: tuple[int, ...]) -> np.ndarray:
    return np.arange(shape[2])[None, None] / SAMPLE_RATE_HZ


def noise(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """White noise, in each lead its own."""
    return _sizes(len(real), rng) * rng.normal(size=real.shape)


def common_noise(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One white noise seen by all leads with their own gain, a little of their own beside it."""
    one = rng.normal(size=(len(real), 1, real.shape[2]))
    return _sizes(len(real), rng) * (one * _gains(real.shape, rng) + 0.1 * rng.normal(size=real.shape))


def _phase(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Of a tone of 0.5 to 45 Hz, in turns; half of the recordings have the same phase in all leads."""
    hz = np.exp(rng.uniform(np.log(0.5), np.log(45), (len(real), 1, 1)))
    own = rng.random((len(real), real.shape[1], 1)) * (rng.random((len(real), 1, 1)) < 0.5)
    return hz * _seconds(real.shape) + own


def sine(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return _sizes(len(real), rng) * _gains(real.shape, rng) * np.sin(2 * np.pi * _phase(real, rng))


def square(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return _sizes(len(real), rng) * _gains(real.shape, rng) * np.where(_phase(real, rng) % 1 < 0.5, 1.0, -1.0)


def speech(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Syllables of 3 to 6 a second: bursts of noise through a resonance of 8 to 40 Hz, with pauses; the same in all leads."""
    out = np.empty(real.shape)
    for row in range(len(real)):
        pole = np.exp(2j * np.pi * rng.uniform(8, 40) / SAMPLE_RATE_HZ) * rng.uniform(0.85, 0.97)
        sound = lfilter([1.0], [1.0, -2 * pole.real, abs(pole) ** 2], rng.normal(size=real.shape[2]))
        rate = rng.uniform(3, 6)
        syllables = np.clip(np.sin(2 * np.pi * (rate * _seconds(real.shape)[0, 0] + rng.random())), 0, None)
        pauses = np.repeat(rng.random(10) < 0.75, real.shape[2] // 10)
        voice = sound / sound.std() * syllables * np.resize(pauses, real.shape[2])
        out[row] = voice * rng.normal(size=(real.shape[1], 1))
    return _sizes(len(real), rng) * out


def eeg(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """1/f noise shared by neighbouring leads, with spindles of 8 to 12 Hz."""
    spectrum = 1 / np.maximum(np.fft.rfftfreq(real.shape[2]), 1 / real.shape[2]) ** rng.uniform(0.5, 1, (len(real), 1, 1))
    waves = np.fft.irfft(spectrum * np.fft.rfft(rng.normal(size=real.shape), axis=2), real.shape[2], axis=2)
    mixed = np.einsum("ij,njt->nit", np.exp(-0.5 * np.abs(np.subtract.outer(np.arange(12), np.arange(12)))), waves)
    alpha = np.sin(2 * np.pi * (rng.uniform(8, 12, (len(real), 1, 1)) * _seconds(real.shape) + rng.random((len(real), 12, 1))))
    slow = np.sin(2 * np.pi * (0.3 * _seconds(real.shape) + rng.random((len(real), 1, 1)))) > 0
    mixed = mixed / mixed.std(axis=(1, 2), keepdims=True) + 0.8 * alpha * slow
    return _sizes(len(real), rng) * mixed


def steps(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Levels held for 0.05 to 2 s: a loose plug."""
    out = np.empty(real.shape)
    for row in range(len(real)):
        changes = rng.random(real.shape[2]) < 1 / (100 * rng.uniform(0.05, 2))
        out[row] = rng.normal(size=(real.shape[1], changes.sum() + 1))[:, np.cumsum(changes)]
    return _sizes(len(real), rng) * out


def nearly_flat(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Noise of a few microvolts."""
    return rng.uniform(0, 0.01, (len(real), 1, 1)) * rng.normal(size=real.shape)


def shuffled_leads(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A real recording whose leads stand in a random order."""
    return np.stack([x[rng.permutation(len(x))] for x in real])


def reversed_time(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return real[:, :, ::-1]


def counts(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The converter's counts taken for millivolts: 200 or 1000 a millivolt."""
    return real * rng.choice([200.0, 1000.0], (len(real), 1, 1))


def microvolts_missing(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Millivolts taken for microvolts, or for volts divided: a thousand times too small."""
    return real / 1000


def shuffled_time(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Samples in a random order, the same in all leads."""
    return np.stack([x[:, rng.permutation(x.shape[1])] for x in real])


def wrong_speed(real: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A recording of 500 Hz read as 100 Hz: five times too slow, two seconds of it."""
    place = np.arange(real.shape[2]) / 5
    return np.stack([[np.interp(place, np.arange(lead.size), lead) for lead in x] for x in real])


KINDS: Mapping[str, Maker] = {
    "noise": noise,
    "common noise": common_noise,
    "sine": sine,
    "square": square,
    "speech-like": speech,
    "EEG-like": eeg,
    "steps": steps,
    "nearly flat": nearly_flat,
    "shuffled leads": shuffled_leads,
    "time reversed": reversed_time,
    "counts as mV": counts,
    "a thousand times too small": microvolts_missing,
    "shuffled samples": shuffled_time,
    "500 Hz read as 100 Hz": wrong_speed,
}


def make(kind: str, real: np.ndarray, seed: int) -> np.ndarray:
    """float32 [n, 12, 1000], prepared; the same seed gives the same."""
    at = list(KINDS).index(kind)
    return prepared(KINDS[kind](real.astype(np.float64), np.random.default_rng([seed, at])))
