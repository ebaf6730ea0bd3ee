"""The stage of life from day to day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.settings import LifePhase, Settings, SettingsFile
from coach.stages import stage_name, stage_on, told
from sessions.stage import LAST_WEEK, AfterBirth, NotPregnant, Pregnant, Stage
from sessions.words import Language, Words

DAY = date(2026, 3, 2)
stages = st.one_of(
    st.just(NotPregnant()),
    st.integers(1, LAST_WEEK).map(Pregnant),
    st.builds(AfterBirth, st.integers(0, 520), st.booleans()),
)


@given(stages)
def test_what_was_told_holds_on_the_day_it_was_told(stage: Stage) -> None:
    assert stage_on(DAY, replace(Settings(), **told(stage, DAY))) == stage


@given(st.integers(1, LAST_WEEK), st.integers(0, 100))
def test_the_week_of_a_pregnancy_goes_on_by_itself_and_is_asked_anew_at_its_end(
    week: int, later: int
) -> None:
    settings = replace(Settings(), **told(Pregnant(week), DAY))
    now = stage_on(DAY + timedelta(days=later), settings)
    expected = week + later // 7
    assert now == (Pregnant(expected) if expected <= LAST_WEEK else None)


def test_the_weeks_after_a_birth_go_on_by_themselves() -> None:
    settings = replace(Settings(), **told(AfterBirth(5, caesarean=True), DAY))
    assert stage_on(DAY + timedelta(weeks=8), settings) == AfterBirth(13, caesarean=True)


def test_a_caesarean_is_remembered_through_the_next_pregnancy_but_not_mixed_up_with_it() -> None:
    settings = replace(Settings(), **told(AfterBirth(5, caesarean=True), DAY))
    settings = replace(settings, **told(Pregnant(9), DAY))
    assert stage_on(DAY, settings) == Pregnant(9)


def test_nothing_is_guessed() -> None:
    assert stage_on(DAY, Settings()) is None
    assert stage_on(DAY, Settings(phase=LifePhase.PREGNANT)) is None
    tomorrow = DAY + timedelta(days=1)
    assert stage_on(DAY, Settings(phase=LifePhase.AFTER_BIRTH, birth=tomorrow)) is None


@given(stages)
def test_it_stands_in_a_file_that_people_can_read(
    tmp_path_factory: pytest.TempPathFactory, stage: Stage
) -> None:
    file = SettingsFile(tmp_path_factory.mktemp("settings") / "settings.toml")
    file.save(replace(Settings(), **told(stage, DAY)))
    assert stage_on(DAY, file.read()) == stage


def test_a_day_is_written_as_toml_writes_days(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_text('phase = "pregnant"\npregnant-since = 2026-02-23\n', encoding="utf-8")
    assert stage_on(DAY, SettingsFile(path).read()) == Pregnant(2)


@pytest.mark.parametrize("language", Language)
def test_every_stage_has_a_name(language: Language) -> None:
    words = Words(language)
    every = [None, NotPregnant(), Pregnant(3), AfterBirth(1), AfterBirth(1, caesarean=True)]
    assert len({words.say(stage_name(stage)) for stage in every}) == len(every)
