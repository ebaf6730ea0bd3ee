"""What the program itself says during a session, in the session's language.

The routine's own texts (titles, instructions, form cues) are content; what surrounds them is here.
"""

from __future__ import annotations

from typing import Final

from sessions.posture import is_lying
from sessions.routine import LocalText, Position
from sessions.timeline import Side
from sessions.words import Language, Words, message

_POSITIONS: Final = {
    Position.STANDING: message("Standing."),
    Position.SITTING: message("Sitting."),
    Position.KNEELING: message("Kneeling."),
    Position.HALF_KNEELING: message("Half kneeling."),
    Position.ALL_FOURS: message("On all fours."),
    Position.SIDE_LYING: message("Lying on your side."),
    Position.SUPINE: message("Lying on your back."),
    Position.PRONE: message("Lying on your front."),
}

_SIDES: Final = {Side.LEFT: message("left"), Side.RIGHT: message("right")}

_NUMBERS: Final = (
    message("one"),
    message("two"),
    message("three"),
    message("four"),
    message("five"),
    message("six"),
    message("seven"),
    message("eight"),
    message("nine"),
    message("ten"),
    message("eleven"),
    message("twelve"),
)


class Phrases:
    """The phrases of one language."""

    def __init__(self, language: Language) -> None:
        self._words = Words(language)

    def position(self, position: Position) -> str:
        """Name a starting position."""
        return self._words.say(_POSITIONS[position])

    def heading(self, title: LocalText, side: Side | None) -> str:
        """Name a step in a list: its title, and the side."""
        if side is None:
            return title.text
        return self._words("{title}, {side}", title=_unstopped(title), side=self._side(side))

    def start(self, title: LocalText, side: Side | None, position: Position | None) -> str:
        """Announce the first step of a session."""
        if side is None:
            first = self._words("Coming up: {title}.", title=_unstopped(title))
        else:
            first = self._words(
                "Coming up: {title}, {side}.", title=_unstopped(title), side=self._side(side)
            )
        return self._sentences(first, position)

    def preview(self, title: LocalText, side: Side | None, position: Position | None) -> str:
        """Announce the step that comes next."""
        if side is None:
            first = self._words("Next: {title}.", title=_unstopped(title))
        else:
            first = self._words(
                "Next: {title}, {side}.", title=_unstopped(title), side=self._side(side)
            )
        return self._sentences(first, position)

    def round(self, number: int, total: int) -> str:
        """Announce a round of a circuit, both from 1."""
        return self._words(
            "Round {n} of {total}.", n=self._number(number), total=self._number(total)
        )

    def rest(self) -> str:
        """Begin a rest."""
        return self._words("Rest.")

    def once_more(self) -> str:
        """Fill the short rest between two repetitions or sets."""
        return self._words("Once more in a moment.")

    def press_a_key(self) -> str:
        """Ask for the key that ends a wait."""
        return self._words("Press the space bar when you are ready.")

    def release(self) -> str:
        """End a hold, gently."""
        return self._words("Ease out slowly.")

    def switch(self, side: Side) -> str:
        """Change to a side."""
        return self._words("Change sides. Now {side}.", side=self._side(side))

    def turn_over(self, side: Side) -> str:
        """Change to a side, lying on it."""
        return self._words(
            "Change sides. Turn over, knees together. Now {side}.", side=self._side(side)
        )

    def rise(self) -> str:
        """Come up from lying into what comes next."""
        return self._words("Come up over your side, knees together.")

    def get_up(self, position: Position) -> str:
        """Get up from the floor at the end, from a position there."""
        if is_lying(position):
            return self._words("Stay a moment. Then get up over your side, knees together.")
        return self._words("Take your time to get up, and hold on to something.")

    def halfway(self) -> str:
        """Half of a hold is over."""
        return self._words("Halfway.")

    def ten_left(self) -> str:
        """Ten seconds of a hold are left."""
        return self._words("Ten seconds.")

    def time_left(self, seconds: int) -> str:
        """So much of a hold is left."""
        if seconds % 60 == 0:
            return self._words.plural("One minute left.", "{n} minutes left.", seconds // 60)
        return self._words.plural("One second left.", "{n} seconds left.", seconds)

    def count(self, rep: int, reps: int) -> str:
        """Count a repetition, from 1; the last one is announced."""
        if rep == reps:
            return self._words("last one")
        return self._number(rep)

    def let_go(self) -> str:
        """End what is held within a repetition."""
        return self._words("and let go")

    def breathe_in(self) -> str:
        """Breathe in."""
        return self._words("In.")

    def breathe_out(self) -> str:
        """Breathe out."""
        return self._words("Out.")

    def done(self) -> str:
        """End the session."""
        return self._words("Done.")

    def _number(self, number: int) -> str:
        return self._words.say(_NUMBERS[number - 1]) if number <= len(_NUMBERS) else str(number)

    def _side(self, side: Side) -> str:
        return self._words.say(_SIDES[side])

    def _sentences(self, first: str, position: Position | None) -> str:
        return first if position is None else f"{first} {self.position(position)}"


def _unstopped(title: LocalText) -> str:
    # A title that ends in a full stop would make the voice pause before the side.
    return title.text.rstrip(" .")
