"""Safety: what is asked before a session, the signs to end one at, and what to do then.

The questions and signs follow the lists of ACOG (2002 and Committee Opinion 804), of Canada's
guideline of 2019, of swissmom.ch and dr-moser.at for a pregnancy, of borne.org.uk for back pain in
one, of March of Dimes for the weeks after a birth, and the red flags of back pain of the Nationale
VersorgungsLeitlinie Kreuzschmerz and of Norfolk Community Health (cauda equina). That pain of 7 to
10 must not rise through exercise, so that it is no time to start, is what the practice
physiotherapie-harloff.de teaches. No list replaces a midwife or a doctor; a physiotherapist and a
midwife should review these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from coach.helplines import Helplines
from sessions.stage import AfterBirth, Pregnant, Stage
from sessions.words import Message, message

_PREGNANT_FIRST: Final = message("Are you bleeding, losing fluid or having contractions?")
_AFTER_BIRTH_FIRST: Final = message("Are you bleeding more than yesterday?")
_QUESTIONS: Final = (
    message("Are you dizzy or short of breath, or is there chest pain or a bad headache?"),
    message("Is a calf swollen, hot or painful?"),
    message("Is any of this new: numb between the legs, weak legs, trouble with bladder or bowel?"),
    message("Have you had a fever, a fall or a pain that is suddenly quite different?"),
    message("Has a doctor or midwife told you not to exercise?"),
)

_PREGNANT_SIGNS: Final = (
    message("bleeding, or fluid from the vagina"),
    message("regular or painful contractions, pain in the belly"),
    message("the baby moves less than usual"),
    message("back pain in waves, or with pressure, fever or pain when passing water"),
)
_AFTER_BIRTH_SIGNS: Final = (
    message("more or bright red bleeding, a heavy feeling in the pelvis"),
    message("fever, foul discharge, or a wound that is red, opens or weeps"),
    message("thoughts of harming yourself or your baby"),
)
_SIGNS: Final = (
    message("dizziness, faintness, breathlessness that stays after a pause"),
    message("chest pain, a sudden or strong headache"),
    message("a calf that is swollen, hot or painful"),
    message("numbness between the legs, weak legs, pain in both legs"),
    message("new trouble with bladder or bowel"),
)


@dataclass(frozen=True)
class Safety:
    """What holds for one person."""

    stage: Stage | None
    helplines: Helplines

    def questions(self) -> tuple[Message, ...]:
        """Give what is asked before a start; a yes to any of them means not today."""
        match self.stage:
            case Pregnant():
                return (_PREGNANT_FIRST, *_QUESTIONS)
            case AfterBirth():
                return (_AFTER_BIRTH_FIRST, *_QUESTIONS)
            case _:
                return _QUESTIONS

    def signs(self) -> tuple[Message, ...]:
        """Give the signs at which a session ends."""
        match self.stage:
            case Pregnant():
                return (*_PREGNANT_SIGNS, *_SIGNS)
            case AfterBirth():
                return (*_AFTER_BIRTH_SIGNS, *_SIGNS)
            case _:
                return _SIGNS

    def what_to_do(self) -> tuple[Message, ...]:
        """Give what to do at such a sign, the first thing first."""
        return tuple(self._what_to_do())

    def _what_to_do(self) -> Iterator[Message]:
        lines = self.helplines
        if isinstance(self.stage, Pregnant):
            yield message("Stop exercising and turn onto your left side.")
        else:
            yield message("Stop exercising and rest, sitting or lying as it feels best.")
        if isinstance(self.stage, Pregnant | AfterBirth):
            if lines.midwife:
                yield message("Call your midwife or maternity unit: {number}", number=lines.midwife)
            else:
                yield message("Call your midwife, maternity unit or practice.")
        else:
            yield message("Call your practice.")
        if lines.advice:
            yield message("When they are closed: {number}", number=lines.advice)
        yield message("In an emergency: {number}", number=lines.emergency)
