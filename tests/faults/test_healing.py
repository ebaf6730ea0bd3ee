"""A voice that failed while a session was made works again while it is done."""

from __future__ import annotations

import numpy as np
from pumped import PumpedOutput
from stage import MORNING

from audio.clip import RATE, Clip, frames
from audio.clips import ClipStore
from audio.mixer import mixed
from audio.stream import Stream
from audio.tones import tone
from audio.voice import VoiceError
from coach.healing import Healing
from coach.prepared import Prepared
from sessions.compile import compile_session
from sessions.pronunciation import Pronunciation
from sessions.session import Session
from sessions.speech_length import estimated_seconds
from sessions.timeline import Timeline
from sessions.words import Language, message


class Patient:
    """A voice that has lost its own, and may find it again."""

    name = "patient"

    def __init__(self, share: float) -> None:
        """Speak for so large a share of the time that is estimated."""
        self.well = False
        self.share = share

    def render(self, text: str, language: Language) -> Clip:
        if not self.well:
            raise VoiceError(message("Done."))
        count = round(estimated_seconds(text, language) * self.share * RATE)
        return Clip(np.full(count, 0.25, dtype=np.float32))

    def close(self) -> None:
        """Hold nothing."""


class Ward:
    """A session that was made without a voice, and is being done."""

    def __init__(self, share: float = 0.9) -> None:
        self.voice = Patient(share)
        self.clips = ClipStore(self.voice, None)
        session = Session(MORNING, Language.EN)
        self.timeline: Timeline = compile_session(
            session, lambda text, of: self.clips.clip(text, of).seconds
        )
        self.mix = mixed(self.timeline, self.clips.clip, tone)
        self.stream = Stream(self.mix)
        self.output = PumpedOutput()
        self.output.start(self.stream.read)
        self.stream.play()
        prepared = Prepared(self.timeline, self.mix, self.clips.clip, Pronunciation(), tone)
        self.healing = Healing(self.clips, prepared, self.stream)

    def to_the_end(self) -> np.ndarray:
        self.output.pump(self.timeline.duration - self.output.frames_heard() / RATE)
        return self.output.samples


def test_what_is_still_to_be_said_is_heard_and_no_cue_moves() -> None:
    ward = Ward()
    first, *others = ward.timeline.utterances()
    ward.output.pump(first.start + 0.1)
    assert ward.clips.notes
    ward.voice.well = True
    ward.healing.heal()
    heard = ward.to_the_end()
    assert not ward.clips.missing
    assert ward.clips.notes == ()
    added = heard - ward.mix.read(0, len(heard))
    expected = np.zeros(len(heard))
    # What should be sounding just then, the first, is not begun in the middle.
    for cue in others:
        clip = ward.clips.clip(cue.text, Language.EN)
        expected[frames(cue.start) :][: clip.frames] = 0.25
    assert others
    assert np.max(np.abs(added - expected)) < 1e-4


def test_a_clip_that_is_too_long_for_its_place_stays_unsaid() -> None:
    ward = Ward(share=2.0)
    ward.voice.well = True
    ward.healing.heal()
    heard = ward.to_the_end()
    for cue in ward.timeline.utterances():
        piece = slice(frames(cue.start), frames(cue.end))
        too_long = cue.duration > 0.5
        assert too_long == np.array_equal(heard[piece], ward.mix.read(0, len(heard))[piece]), cue
        assert ward.healing.speech(cue.text, Language.EN).samples.any() != too_long


def test_a_voice_that_does_not_come_back_changes_nothing() -> None:
    ward = Ward()
    missing = ward.clips.missing
    ward.healing.heal()
    assert ward.clips.missing == missing
    assert np.array_equal(ward.to_the_end(), ward.mix.read(0, len(ward.output.samples)))
