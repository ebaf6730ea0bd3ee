"""A stage for the screens: a routine, a studio and a context whose time and sound a test holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pumped import PumpedOutput
from textual.pilot import Pilot

from audio.clip import Clip, frames
from audio.mixer import mixed
from audio.stream import Stream
from audio.tones import tone
from audio.voice import SilentVoice
from coach.app import CoachApp
from coach.context import Context, Program
from coach.if_broken_off import IfBrokenOff
from coach.log import Log
from coach.places import Places, places
from coach.player import Player, SoundOf, Watch, lead_in
from coach.prepared import Prepared
from coach.settings import Settings, SettingsFile
from coach.studio import Playing, Progress
from sessions.compile import compile_session
from sessions.library import Entry
from sessions.pronunciation import Pronunciation
from sessions.routine import (
    BallMassage,
    Position,
    Rest,
    Routine,
    Seconds,
    Sides,
    Stretch,
    Suits,
    Text,
)
from sessions.session import Session
from sessions.timeline import Phase
from sessions.words import Language, Message, Words


def two(de: str, en: str) -> Text:
    return Text({Language.DE: de, Language.EN: en})


EVENING = Routine(
    format=1,
    title=two("Abend auf der Matte", "Evening on the mat"),
    summary=two("Ruhig ankommen.", "Arrive calmly."),
    equipment=(two("Tennisball", "tennis ball"), two("Wand", "wall")),
    steps=(
        BallMassage(
            title=two("Ballmassage an der Wand", "Ball massage at the wall"),
            duration=Seconds(45),
            sides=Sides.EACH,
            position=Position.STANDING,
            say=two("Leg den Ball an die Wand.", "Put the ball between you and the wall."),
            avoid=(two("Nie auf die Wirbelsäule.", "Never on the spine."),),
            easier=two("Weniger anlehnen.", "Lean on it less."),
        ),
        Rest(duration=Seconds(20)),
        Stretch(
            title=two("Gesäßdehnung im Sitzen", "Seated glute stretch"),
            hold=Seconds(30),
            reps=2,
            sides=Sides.EACH,
            position=Position.SITTING,
            say=two("Setz dich aufrecht hin.", "Sit tall."),
        ),
    ),
)

MORNING = Routine(
    format=1,
    title=two("Morgenrunde", "Morning round"),
    steps=(Stretch(title=two("Wade", "Calf"), hold=Seconds(20)),),
)


LYING = Routine(
    format=1,
    title=two("Im Liegen", "Lying down"),
    suits=tuple(Suits),
    steps=(
        Stretch(
            title=two("Knie zur Brust", "Knee to chest"),
            hold=Seconds(20),
            position=Position.SUPINE,
            swap="wall",
        ),
        Stretch(title=two("Hüftbeuger", "Hip flexor"), hold=Seconds(20), suits=(Suits.GENERAL,)),
    ),
    swaps={
        "wall": BallMassage(
            title=two("Ballmassage an der Wand", "Ball massage at the wall"),
            duration=Seconds(45),
        )
    },
)


def entry(name: str, routine: Routine) -> Entry:
    return Entry(name=name, path=Path(f"{name}.toml"), built_in=True, routine=routine, error=None)


@dataclass
class Shelf:
    """A library that holds what a test puts there."""

    routines: dict[str, Routine]
    extra: list[Entry] = field(default_factory=list)

    def entries(self) -> list[Entry]:
        return [*(entry(name, each) for name, each in self.routines.items()), *self.extra]


class QuietStudio:
    """A studio whose voice is silent and whose output a test pumps."""

    def __init__(self) -> None:
        self.outputs: list[PumpedOutput] = []
        self.players: list[Player] = []
        self.unheard: Message | None = None
        self.sleeps: list[bool] = []

    def prepare(
        self, session: Session, settings: Settings, progress: Progress = lambda _: None
    ) -> Prepared:
        del settings
        voice = SilentVoice()

        def speech(text: str, language: Language) -> Clip:
            return voice.render(text, language)

        timeline = compile_session(session, lambda text, of: speech(text, of).seconds)
        progress(1.0)
        mix = mixed(timeline, speech, tone)
        return Prepared(timeline, mix, speech, Pronunciation(), tone)

    def open(
        self, session: Session, settings: Settings, progress: Progress = lambda _: None
    ) -> Prepared:
        return self.prepare(session, settings, progress)

    def play(self, prepared: Prepared, settings: Settings, first_step: int = 0) -> Playing:
        stops = [frames(s.end) for s in prepared.timeline.segments if s.phase is Phase.WAIT]
        stream = Stream(prepared.mix, stops)
        stream.volume = settings.volume
        lead_in(stream, prepared.timeline.step_span(first_step)[0])
        output = PumpedOutput()
        output.start(stream.read)
        player = Player(
            prepared.timeline,
            stream,
            output,
            SoundOf(prepared.clip_of, tone),
            settings.precount,
            Watch(
                unheard=lambda: self.unheard, slept=lambda: bool(self.sleeps and self.sleeps.pop())
            ),
            first_step,
        )
        self.outputs.append(output)
        self.players.append(player)
        return Playing(player, ())

    def wake(self, settings: Settings) -> None:
        del settings

    def troubles(self) -> tuple[Message, ...]:
        return ()

    def close(self) -> None:
        """Hold nothing."""


@dataclass
class Stage:
    """Everything a test needs of a program at work."""

    context: Context
    studio: QuietStudio
    log: Log
    places: Places


def stage(home: Path, language: Language, routines: dict[str, Routine] | None = None) -> Stage:
    folders = places({"COACH_HOME": str(home)})
    kept = SettingsFile(folders.settings)
    program = Program(
        folders, kept, Settings(language=language, country="GB"), Words(language), asks=False
    )
    log = Log.open(folders.log)
    studio = QuietStudio()
    shelf = Shelf({"evening": EVENING, "morning": MORNING} if routines is None else routines)
    return Stage(Context(program, shelf, studio, log, ()), studio, log, folders)


def coach_app(
    context: Context,
    routine: Entry | None = None,
    if_broken_off: IfBrokenOff = IfBrokenOff.ASK,
) -> CoachApp:
    """Give the program on its screen, with work that is at hand."""
    return CoachApp(context.program, lambda: context, routine, if_broken_off)


async def until(pilot: Pilot[None], screen: type[object]) -> None:
    """Let the program work until a screen of this kind is shown, or for two hundred rounds."""
    for _ in range(200):
        if isinstance(pilot.app.screen, screen) and pilot.app.screen.is_mounted:
            break
        await pilot.pause(0.01)
    assert isinstance(pilot.app.screen, screen)
    await pilot.pause()
