import stat
from pathlib import Path

import pytest

from coach.settings import Settings, SettingsError, SettingsFile
from sessions.cue_rules import CueRules, Verbosity
from sessions.sore import Sore
from sessions.words import Language, Words


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config" / "settings.toml")


def written(file: SettingsFile, text: str) -> None:
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_text(text, encoding="utf-8")


def complaint(file: SettingsFile) -> str:
    with pytest.raises(SettingsError) as caught:
        file.read()
    return str(caught.value)


def test_without_a_file_the_defaults_hold_and_nothing_is_created(file: SettingsFile) -> None:
    assert file.read() == Settings()
    assert not file.path.parent.exists()


def test_what_is_saved_is_read_again(file: SettingsFile) -> None:
    chosen = Settings(
        language=Language.DE,
        volume=35,
        sore=Sore.LEFT,
        verbosity=Verbosity.TONES,
        time_left_every=30.0,
        ten_left=False,
    )
    file.save(chosen)
    assert file.read() == chosen


def test_only_what_differs_from_the_defaults_is_written(file: SettingsFile) -> None:
    file.save(Settings(volume=35))
    assert file.path.read_text() == "volume = 35\n"


def test_going_back_to_a_default_is_kept_too(file: SettingsFile) -> None:
    file.save(Settings(volume=35, language=Language.DE))
    file.save(Settings())
    assert file.read() == Settings()


def test_comments_order_and_unknown_keys_survive_saving(file: SettingsFile) -> None:
    written(file, '# My own.\nfuture = { a = 1 }\nvolume = 10  # quiet\nvoice = "x"\n')
    file.save(Settings(volume=20, voice="x"))
    assert file.path.read_text() == (
        '# My own.\nfuture = { a = 1 }\nvolume = 20  # quiet\nvoice = "x"\n'
    )


def test_names_in_the_file_are_written_with_hyphens(file: SettingsFile) -> None:
    written(file, "ten-left = false\nspeech-rate = 120\n")
    assert file.read() == Settings(ten_left=False, speech_rate=120)


def test_a_file_that_is_no_toml_is_told_with_its_line(file: SettingsFile) -> None:
    written(file, 'volume = 3\nvoice = "open\n')
    assert complaint(file) == f"{file.path}:2: this line of the settings cannot be understood."


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("volume = 900", "volume"),
        ('volume = "loud"', "volume"),
        ('sore = "front"', "sore"),
        ("time-left-every = -1", "time-left-every"),
        ("time-left-every = nan", "time-left-every"),
        ('"precount" = 11', "precount"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_line_and_key(
    file: SettingsFile, line: str, key: str
) -> None:
    written(file, f"# first\n{line}\n")
    assert complaint(file) == (
        f"{file.path}:2: the setting “{key}” has a value that it cannot have."
    )


def test_a_file_in_another_encoding_is_told(file: SettingsFile) -> None:
    file.path.parent.mkdir(parents=True)
    file.path.write_bytes('voice = "Jörg"'.encode("latin-1"))
    assert "UTF-8" in complaint(file)


def test_a_broken_file_is_set_aside_before_a_new_one_is_written(file: SettingsFile) -> None:
    written(file, "volume = = 3 # mine\n")
    file.save(Settings(volume=3))
    assert file.read() == Settings(volume=3)
    aside = file.path.with_name("settings.toml.broken")
    assert aside.read_text() == "volume = = 3 # mine\n"


def test_saving_leaves_no_other_file_behind(file: SettingsFile) -> None:
    file.save(Settings(volume=1))
    file.save(Settings(volume=2))
    assert [path.name for path in file.path.parent.iterdir()] == ["settings.toml"]


def test_the_settings_are_for_their_owner_alone(file: SettingsFile) -> None:
    file.save(Settings(volume=1))
    assert stat.S_IMODE(file.path.stat().st_mode) & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file stands in the way")
    file = SettingsFile(tmp_path / "config" / "settings.toml")
    with pytest.raises(SettingsError, match="cannot be kept in"):
        file.save(Settings(volume=1))


def test_the_reason_is_told_in_german_too(file: SettingsFile) -> None:
    written(file, "volume = 900\n")
    with pytest.raises(SettingsError) as caught:
        file.read()
    assert "Einstellung" in Words(Language.DE).say(caught.value.message)


def test_every_choice_of_cues_reaches_the_rules() -> None:
    settings = Settings(
        verbosity=Verbosity.SHORT,
        form=False,
        halfway=False,
        ten_left=False,
        counting=False,
        preview=False,
        ticks=False,
        precount=5,
        time_left_every=60.0,
    )
    assert settings.rules() == CueRules(
        verbosity=Verbosity.SHORT,
        form=False,
        halfway=False,
        ten_left=False,
        counting=False,
        preview=False,
        ticks=False,
        precount=5,
        time_left_every=60.0,
    )
    assert Settings().rules() == CueRules()
