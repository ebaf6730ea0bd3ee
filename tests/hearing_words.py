"""Understanding a clip: an English recogniser, where it is installed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import soxr

from audio.clip import RATE, Clip


def heard_as(clip: Clip, sentences: Sequence[str]) -> str:
    """Give which of the sentences pocketsphinx hears in a clip; skips the test without it."""
    pocketsphinx = pytest.importorskip("pocketsphinx", reason="uv sync --group recognition")
    rules = " | ".join(sentences)
    decoder = pocketsphinx.Decoder(samprate=16_000, lm=None, loglevel="FATAL")
    decoder.add_jsgf_string("cues", f"#JSGF V1.0; grammar cues; public <cue> = {rules};")
    decoder.activate_search("cues")
    around = np.zeros(RATE // 4, dtype=np.float32)
    samples = soxr.resample(np.concatenate([around, clip.samples, around]), RATE, 16_000)
    decoder.start_utt()
    decoder.process_raw((samples * 32_767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return "" if found is None else str(found.hypstr)
