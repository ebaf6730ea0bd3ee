"""The studio: makes a session's sounds, and a player that plays them.

Rendering may take a second or two and is done in a thread of its own, by `prepare`; everything
slow to import is imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final, TypeAlias

from coach.places import Places
from coach.settings import Settings
from sessions.pronunciation import Pronunciation
from sessions.session import Session
from sessions.timeline import Phase, Timeline
from sessions.words import Language, Message

if TYPE_CHECKING:
    from audio.clips import ClipStore
    from audio.clocks import Clocks
    from audio.music import Music
    from audio.speech import SpeechVoice
    from coach.player import Player
    from coach.prepared import Prepared, Sounds

Progress: TypeAlias = Callable[[float], None]
"""Told how much is done, from 0 to 1."""

_SURE: Final = 0.7
"""A session that is guessed to be so much of the longest there may be cannot turn out too long."""


@dataclass(frozen=True)
class Playing:
    """A player, and what is to be told about its sound."""

    player: Player
    notes: tuple[Message, ...]


def _untold(_: float) -> None:
    """Tell nobody."""


class Studio:
    """Makes voices, clips and players; a voice lives until another is chosen or it is closed.

    `prepare` may be called from any thread, and from several.
    """

    def __init__(self, places: Places, clocks: Clocks | None = None) -> None:
        """Keep clips in `places`; `clocks` are the machine's own unless others are given."""
        self._places = places
        self._clocks = clocks
        self._choosing = Lock()
        self._voice: SpeechVoice | None = None
        self._clips: ClipStore | None = None
        self._voice_of: tuple[str, int] | None = None
        self._unknown_voice: tuple[Message, ...] = ()
        self._music: Music | None = None
        self._music_path = ""
        self._no_music: tuple[Message, ...] = ()
        self._no_bells: tuple[Message, ...] = ()

    def open(self, session: Session, settings: Settings, progress: Progress = _untold) -> Prepared:
        """Make what the first segment of a session says; the rest is made meanwhile, in a thread.

        What is told of the session up to the end of that segment holds. Raises `SessionError`.
        """
        from sessions.compile import MAX_SECONDS, compile_session
        from sessions.speech_length import estimated_seconds

        likely = compile_session(session, estimated_seconds)
        if likely.duration > _SURE * MAX_SECONDS:
            return self.prepare(session, settings, progress)
        sounds = self._sounds(session, settings)
        opening = {(cue.text, cue.language or session.language) for cue in likely.segments[0].cues}
        for done, (text, language) in enumerate(sorted(opening)):
            progress(done / len(opening))
            if text:
                sounds.speech(text, language)

        def seconds(text: str, language: Language) -> float:
            if (text, language) in opening:
                return sounds.speech(text, language).seconds
            return estimated_seconds(text, language)

        timeline = compile_session(session, seconds)
        progress(1.0)
        return sounds.opening(timeline, _begun(lambda: self.prepare(session, settings)))

    def prepare(
        self, session: Session, settings: Settings, progress: Progress = _untold
    ) -> Prepared:
        """Make everything that a session says, and mix it. Raises `SessionError`.

        A text that the voice cannot say becomes silence; `troubles` tells why.
        """
        from sessions.compile import compile_session
        from sessions.speech_length import estimated_seconds

        sounds = self._sounds(session, settings)
        likely = compile_session(session, estimated_seconds)
        texts = {(cue.text, cue.language or session.language): None for cue in likely.utterances()}
        for done, (text, language) in enumerate(texts):
            progress(done / len(texts))
            sounds.speech(text, language)
        timeline = compile_session(session, lambda text, of: sounds.speech(text, of).seconds)
        prepared = sounds.whole(timeline)
        progress(1.0)
        return prepared

    def _sounds(self, session: Session, settings: Settings) -> Sounds:
        from audio.bells import bells
        from coach.prepared import Sounds

        chosen = bells(settings.bells, self._places.bells)
        self._no_bells = chosen.notes
        return Sounds(
            self._clips_of(settings),
            Pronunciation(session.routine.pronounce),
            chosen,
            self._music_of(settings),
            settings.music_volume,
        )

    def play(self, prepared: Prepared, settings: Settings, first_step: int = 0) -> Playing:
        """Begin a session, with a step of it, and give its player. Raises `OutputError`."""
        from audio.clip import frames
        from audio.clocks import machine_clocks
        from audio.keeping import KeptOutput
        from audio.stream import Stream
        from coach.healing import Healing
        from coach.player import Player, SoundOf, Watch, lead_in
        from coach.sleep import SleepWatch

        stops = _stops(prepared.timeline)
        if prepared.whole is not None:
            # Nobody is led on before the sound of the rest is there.
            stops = [frames(prepared.timeline.segments[0].end)]
        stream = Stream(prepared.mix, stops, settings.volume)
        stream.muted = settings.muted
        start, _ = prepared.timeline.step_span(first_step)
        lead_in(stream, start)
        clocks = self._clocks or machine_clocks()
        healing = Healing(self._clips_of(settings), prepared, stream)
        output = KeptOutput(settings.output, clocks.awake)
        output.start(stream.read)

        def whole() -> Timeline | None:
            if prepared.whole is None or not prepared.whole.done():
                return None
            made = prepared.whole.result()
            stream.remix(made.mix, _stops(made.timeline))
            healing.begin(made)
            return made.timeline

        if prepared.whole is None:
            healing.begin(prepared)
        watch = Watch(
            unheard=lambda: output.trouble,
            slept=SleepWatch(clocks).slept,
            end=healing.end,
            whole=None if prepared.whole is None else whole,
        )
        sounds = SoundOf(healing.speech, prepared.tone_of)
        player = Player(
            prepared.timeline, stream, output, sounds, settings.precount, watch, first_step
        )
        return Playing(player, (*output.notes, *self.troubles()))

    def wake(self, settings: Settings) -> None:
        """Load and start what speaking needs, so that the first words come sooner."""
        from audio.voice import VoiceError

        self._clips_of(settings)
        if self._voice is not None:
            try:
                self._voice.voices()
            except VoiceError:
                # That is told when something is to be said.
                return

    def check_voice(self, name: str) -> None:
        """Raise `VoiceError` where this computer has voices, but none of that name."""
        from audio.speech import SpeechVoice
        from audio.voice import VoiceError
        from audio.voices import named_voice

        voice = SpeechVoice(models=self._places.voice_folders)
        try:
            voices = voice.voices()
        except VoiceError:
            # Nothing speaks here at all: that is told when something is to be said.
            return
        finally:
            voice.close()
        named_voice(voices, name)

    def check_music(self, path: str) -> None:
        """Raise `audio.track.MusicError` where there is no music at a path; else keep it open."""
        from audio.music import open_music

        with self._choosing:
            self._music, self._music_path, self._no_music = None, path, ()
            self._music = open_music(Path(path).expanduser())

    def troubles(self) -> tuple[Message, ...]:
        """Give what the voice, its cache, the bells and the music could not do so far."""
        voice = () if self._clips is None else (*self._unknown_voice, *self._clips.notes)
        music = self._no_music if self._music is None else self._music.troubles
        return (*voice, *self._no_bells, *music)

    def close(self) -> None:
        """End the voice."""
        if self._clips is not None:
            self._clips.close()
            self._clips = None

    def _clips_of(self, settings: Settings) -> ClipStore:
        from audio.clips import ClipStore
        from audio.speech import SpeechVoice

        chosen = (settings.voice, settings.speech_rate)
        with self._choosing:
            if self._clips is None or chosen != self._voice_of:
                self.close()
                wanted = self._known_voice(settings.voice)
                self._voice = SpeechVoice(
                    wanted, settings.speech_rate, models=self._places.voice_folders
                )
                self._clips = ClipStore(self._voice, self._places.clips)
                self._voice_of = chosen
            return self._clips

    def _music_of(self, settings: Settings) -> Music | None:
        """Give the music of the settings; none where it cannot be played, and `troubles` tells."""
        from audio.track import MusicError

        if settings.music != self._music_path:
            self._music, self._music_path, self._no_music = None, settings.music, ()
            try:
                if settings.music:
                    self.check_music(settings.music)
            except MusicError as error:
                self._no_music = (error.message,)
        return self._music

    def _known_voice(self, name: str) -> str:
        """Give the name of a voice, or of none in particular where that one is gone."""
        from audio.voice import VoiceError

        self._unknown_voice = ()
        if name:
            try:
                self.check_voice(name)
            except VoiceError as error:
                self._unknown_voice = (error.message,)
                return ""
        return name


def _stops(timeline: Timeline) -> list[int]:
    """Give the frames at which a session waits for a key."""
    from audio.clip import frames

    return [frames(segment.end) for segment in timeline.segments if segment.phase is Phase.WAIT]


def _begun(make: Callable[[], Prepared]) -> Future[Prepared]:
    """Begin to make a session in a thread that ends with the program."""
    made: Future[Prepared] = Future()

    def run() -> None:
        try:
            made.set_result(make())
        except BaseException as error:  # noqa: BLE001 - whoever asks for the result gets it
            made.set_exception(error)

    Thread(target=run, daemon=True).start()
    return made
