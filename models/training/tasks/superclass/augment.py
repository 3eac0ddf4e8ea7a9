"""What a 12-lead recording may look like on another day."""

from __future__ import annotations

from typing import Any, Mapping

import torch
from torch import Tensor

from ...common.augment import drop_leads, gain, lead_gain, sine_wander, stretch_and_shift, white_noise
from ...common.mv100 import SAMPLE_RATE_HZ


def augment(ecg: Tensor, settings: Mapping[str, Any], generator: torch.Generator) -> Tensor:
    """[n, 12, t] mV -> the same shape: time stretch and shift, gain, wander, noise, dropped leads."""
    out = stretch_and_shift(ecg, settings["stretch"], generator)
    out = gain(out, settings["gain"], generator)
    out = lead_gain(out, settings["leadGain"], generator)
    out = sine_wander(out, SAMPLE_RATE_HZ, settings["wanderMv"], generator)
    out = white_noise(out, settings["noiseMv"], generator)
    return drop_leads(out, settings["leadDropRecordings"], settings["leadDropLeads"], generator)
