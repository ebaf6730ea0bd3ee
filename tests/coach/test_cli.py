import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from coach.commands import Commands
from coach.log import Log
from coach.runs import Felt, Outcome, Start
from sessions.sore import Sore
from sessions.words import Language, Words

SHORT = """
format = 1
title = { de = "Waden", en = "Calves" }

[[steps]]
kind = "stretch"
title = { de = "Wadendehnung", en = "Calf stretch" }
position = "standing"
hold = "6s"
say = { de = "Stell dich an die Wand.", en = "Stand at the wall." }
"""

Coach = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def coach(home: Path) -> Coach:
    """Give a function that runs the real program, in English unless told otherwise."""

    def run(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "coach", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            env={
                **os.environ,
                "LC_ALL": "en_GB.UTF-8",
                "PYTHONUTF8": "1",
                "COACH_HOME": str(home),
                **environ,
            },
            check=False,
        )

    return run


@pytest.fixture
def short(tmp_path: Path) -> Path:
    file = tmp_path / "calves.toml"
    file.write_text(SHORT, encoding="utf-8")
    return file


def kept_run(home: Path) -> None:
    log = Log.open(home / "data" / "log.db")
    run = log.begin(Start("back-relief", "Back [b]x[/]", "00", Language.EN, Sore.BOTH, ()))
    run.end(Outcome.COMPLETED, 344.0, 12.0)
    run.annotate(Felt(pain_before=4, pain_after=2, effort=3, note='said "fine",\nand left'))
    log.close()


def test_list_names_every_routine_with_its_length(coach: Coach) -> None:
    told = coach("list")
    assert told.returncode == 0
    assert told.stderr == ""
    assert any(
        line.startswith("back-relief ") and " min " in line for line in told.stdout.split("\n")
    )


def test_list_as_json_is_what_scripts_rely_on(coach: Coach) -> None:
    rows = json.loads(coach("list", "--json").stdout)
    (row,) = [row for row in rows if row["name"] == "ball-wall"]
    assert row["built_in"] is True
    assert row["seconds"] > 60
    assert "ball-massage" in row["kinds"]
    assert "trimester-1" in row["suits"]


def test_a_broken_routine_of_the_user_hides_no_other(coach: Coach, home: Path) -> None:
    (home / "data" / "routines").mkdir(parents=True)
    (home / "data" / "routines" / "mine.toml").write_text("format = = 1\n")
    told = coach("list")
    assert told.returncode == 0
    assert "back-relief" in told.stdout
    assert "mine.toml:1:" in told.stderr


def test_show_tells_segments_and_cues_with_times(coach: Coach, short: Path) -> None:
    told = coach("show", short)
    assert told.returncode == 0
    assert "Work · Calf stretch · 6 s" in told.stdout
    assert "“Stand at the wall.”" in told.stdout
    sheet = json.loads(coach("show", short, "--json").stdout)
    assert {"sample_rate", "segments", "cues"} <= set(sheet)


def test_show_speaks_german(coach: Coach, short: Path) -> None:
    told = coach("show", short, "--language", "de")
    assert "Üben · Wadendehnung · 6 s" in told.stdout


def test_check_says_what_is_right_and_ends_with_one_for_what_is_wrong(
    coach: Coach, short: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SHORT.replace('"6s"', '"-6s"'), encoding="utf-8")
    assert coach("check", short).returncode == 0
    told = coach("check", wrong, short)
    assert told.returncode == 1
    assert "nothing wrong" in told.stdout
    assert len(told.stderr.splitlines()) == 1
    assert ":9:" in told.stderr


def test_an_unknown_routine_is_the_users_mistake(coach: Coach) -> None:
    told = coach("show", "bck-relief")
    assert told.returncode == 1
    assert "back-relief" in told.stderr
    assert told.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        [],
        ["run"],
        ["list", "--loud"],
        ["run", "back-relief", "--volume", "101"],
        ["run", "back-relief", "--side", "front"],
        ["history", "--json", "--csv"],
    ],
)
def test_wrong_usage_ends_with_two_and_no_traceback(coach: Coach, arguments: list[str]) -> None:
    told = coach(*arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr
    assert "Traceback" not in told.stderr


def test_a_command_that_is_misspelt_is_suggested(coach: Coach) -> None:
    told = coach("lst")
    assert told.returncode == 2
    assert "There is no command lst; did you mean list?" in told.stderr


def test_what_is_wrong_with_the_settings_is_told_once(coach: Coach, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text("volume = \n")
    (home / "calves.toml").write_text(SHORT)
    told = coach("run", home / "calves.toml", "--plain", "--output", "silent")
    assert told.stderr.count("settings.toml") == 1


def test_without_a_terminal_nothing_waits_for_a_key(coach: Coach, home: Path) -> None:
    rest = '[[steps]]\nkind = "rest"\nuntil = "key"\n'
    home.mkdir()
    (home / "calves.toml").write_text(f"{SHORT}{rest}{SHORT[SHORT.index('[[steps]]') :]}")
    told = coach("run", home / "calves.toml", "--plain", "--output", "silent")
    assert told.returncode == 0
    assert "Steps done: 3" in told.stdout
    assert "\nPress the space bar" not in told.stdout


def test_names_of_files_cannot_command_a_terminal(coach: Coach, home: Path) -> None:
    routines = home / "data" / "routines"
    routines.mkdir(parents=True)
    name = "\x1b[31mx\u202ey\x9b2J"
    (routines / f"{name}.toml").write_text(SHORT)
    (routines / f"{name}broken.toml").write_text("x")
    for arguments in (
        ["list"],
        ["list", "--json"],
        ["check", routines / f"{name}.toml", routines / f"{name}broken.toml"],
        ["show", f"{name}!"],
        ["render", name, "-o", home / name / f"{name}.wav"],
    ):
        told = coach(*arguments, FORCE_COLOR="1")
        shown = f"{told.stdout}{told.stderr}".replace("\n", "")
        assert shown.isprintable(), arguments
    listed = json.loads(coach("list", "--json").stdout)
    assert str(routines / f"{name}.toml") in [each["path"] for each in listed]


def test_help_is_in_the_language_of_the_user(coach: Coach) -> None:
    assert "Do a routine." in coach("--help").stdout
    german = coach("--help", LC_ALL="de_DE.UTF-8").stdout
    assert "Ein Übungsprogramm machen." in german
    assert "Aufruf:" in german
    assert "Usage" not in german


def test_wrong_usage_is_told_in_german_too(coach: Coach) -> None:
    told = coach("--language", "de", "run", "back-relief", "--volume", "101")
    assert "liegt nicht im Bereich" in told.stderr


def test_the_language_of_the_settings_counts_before_the_computers(coach: Coach, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text('language = "de"\n')
    assert "Ein Übungsprogramm machen." in coach("--help").stdout


def test_broken_settings_are_told_and_the_command_goes_on(coach: Coach, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text("volume = 900\n")
    told = coach("list")
    assert told.returncode == 0
    assert "settings.toml:1" in told.stderr
    assert "back-relief" in told.stdout


def test_looking_creates_no_files(coach: Coach, home: Path) -> None:
    for command in (["list"], ["show", "ball-wall"], ["history"], ["doctor"], ["--version"]):
        assert coach(*command).returncode == 0
    assert not home.exists()


def test_an_empty_history_is_empty_for_scripts_and_a_sentence_for_people(coach: Coach) -> None:
    assert json.loads(coach("history", "--json").stdout) == []
    told = coach("history")
    assert (told.stdout, told.stderr) == ("", "Nothing has been done yet.\n")


def test_history_gives_what_was_kept(coach: Coach, home: Path) -> None:
    kept_run(home)
    *progress, line = coach("history").stdout.splitlines()
    assert any("This week: 6 of 150 minutes" in each for each in progress)
    assert "5:44" in line
    assert "Back [b]x[/]" in line
    (run,) = json.loads(coach("history", "--json").stdout)
    assert (run["routine"], run["outcome"], run["pain_after"]) == ("back-relief", "completed", 2)
    (row,) = csv.DictReader(io.StringIO(coach("history", "--csv").stdout, newline=""))
    assert row["note"] == 'said "fine",\nand left'
    assert row["active_seconds"] == "344.0"


def test_the_columns_of_csv_are_there_without_a_run(coach: Coach, home: Path) -> None:
    empty = coach("history", "--csv").stdout
    kept_run(home)
    assert coach("history", "--csv").stdout.startswith(empty)


def test_a_damaged_log_is_a_sentence(coach: Coach, home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "log.db").write_bytes(b"scribble" * 1000)
    told = coach("history")
    assert told.returncode == 1
    assert told.stderr == "The log is damaged; nothing in it has been changed.\n"


def test_the_version_is_told(coach: Coach) -> None:
    assert coach("--version").stdout.startswith("Mat Coach 0.")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_a_shell(coach: Coach, shell: str) -> None:
    told = coach("completion", shell)
    assert told.returncode == 0
    assert "_COACH_COMPLETE" in told.stdout


def test_routines_are_completed_by_name(coach: Coach) -> None:
    told = coach(_COACH_COMPLETE="bash_complete", COMP_WORDS="coach run ba", COMP_CWORD="2")
    assert "plain,back-relief" in told.stdout.split()
    assert "plain,ball-wall" in told.stdout.split()


def test_render_writes_the_sound_and_its_cues(coach: Coach, short: Path, tmp_path: Path) -> None:
    sound, cues = tmp_path / "calves.wav", tmp_path / "calves.json"
    told = coach("render", short, "-o", sound, "--cues", cues)
    assert told.returncode == 0, told.stderr
    sheet = json.loads(cues.read_text(encoding="utf-8"))
    seconds = sheet["segments"][-1]["end"]
    # 16 bits, one channel.
    assert sound.stat().st_size >= seconds * sheet["sample_rate"] * 2
    tracks = sound.with_suffix(".cue").read_text(encoding="utf-8").splitlines()
    assert 'FILE "calves.wav" WAVE' in tracks
    assert "    INDEX 01 00:00:00" in tracks


def test_render_refuses_other_formats(coach: Coach, short: Path, tmp_path: Path) -> None:
    told = coach("render", short, "-o", tmp_path / "calves.docx")
    assert told.returncode == 1
    assert ".mp3" in told.stderr


def test_a_reader_that_goes_away_is_no_fault(home: Path, short: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "coach", "show", str(short)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "COACH_HOME": str(home)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_terminal_that_lacks_letters_gets_others(coach: Coach) -> None:
    told = coach("list", "--language", "de", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert told.returncode == 0
    assert "Traceback" not in told.stderr


def test_list_imports_nothing_that_is_slow(coach: Coach) -> None:
    imported = coach("list", PYTHONPROFILEIMPORTTIME="1").stderr
    modules = {line.rpartition("|")[2].strip() for line in imported.splitlines()}
    assert "sessions.library" in modules
    assert not modules & {"numpy", "textual", "miniaudio", "soundfile", "pyttsx3", "tomlkit"}


def test_the_screen_opens_without_what_only_a_session_needs() -> None:
    code = "import sys, coach.app; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(told.stdout.split())
    assert "coach.screens.library" in modules
    assert not modules & {"numpy", "miniaudio", "soundfile", "pyttsx3", "coach.recorder"}


def test_every_command_can_be_built_in_every_language() -> None:
    for language in Language:
        commands = Commands(Words(language))
        context = commands.make_context("coach", ["list"], resilient_parsing=True)
        for name in commands.list_commands(context):
            command = commands.get_command(context, name)
            assert command is not None
            assert command.help


@pytest.mark.parametrize("command", [["run", "--plain"], ["render", "-o", "x.wav"]])
def test_a_voice_that_is_not_there_is_the_users_mistake(
    coach: Coach, short: Path, command: list[str]
) -> None:
    done = coach(*command, short, "--voice", "Germn")
    assert done.returncode == 1
    assert done.stderr == 'There is no voice "Germn"; did you mean "German"?\n'


def test_a_voice_of_the_settings_that_is_gone_is_told_and_another_speaks(
    coach: Coach, home: Path, short: Path, tmp_path: Path
) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text('voice = "Nobody"\n')
    done = coach("render", short, "-o", tmp_path / "x.wav")
    assert done.returncode == 0
    assert done.stderr == 'There is no voice "Nobody"; `coach voices` lists them.\n'
    assert list((home / "cache" / "clips").iterdir())


def test_a_swim_is_written_down_with_one_command_and_its_cautions(coach: Coach) -> None:
    done = coach("log", "add", "swimming", "20m", "--pain", "3", "--note", "calm")
    assert done.returncode == 0
    assert "Swimming" in done.stdout
    assert "no breaststroke kick" in done.stderr
    (row,) = json.loads(coach("log", "list", "--json").stdout)
    assert (row["kind"], row["seconds"], row["pain"], row["note"]) == ("swimming", 1200, 3, "calm")
    assert "20:00  Schwimmen" in coach("log", "list", "--language", "de").stdout
    history = coach("history")
    assert "This week: 20 of 150 minutes" in history.stdout
    assert history.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["swimming", "soon"], 1, "write for example 20m"),
        (["swimming", "0"], 1, "write for example 20m"),
        (["swimming", "25h"], 1, "write for example 20m"),
        (["swimming", "20m", "--at", "yesterday"], 1, "write for example 2026-05-01T18:30"),
        (["swimming", "20m", "--at", "2999-01-01"], 1, "in the future"),
        (["swimming", "20m", "--pain", "11"], 2, "0<=x<=10"),
        (["flying", "20m"], 2, "swimming"),
    ],
)
def test_an_activity_that_cannot_be_is_told_and_not_kept(
    coach: Coach, arguments: list[str], code: int, sentence: str
) -> None:
    done = coach("log", "add", *arguments)
    assert (done.returncode, sentence in done.stderr) == (code, True), done.stderr
    assert coach("log", "list", "--json").stdout.strip() == "[]"


def test_the_list_says_what_was_changed_for_somebody(
    coach: Coach, home: Path, tmp_path: Path
) -> None:
    own = home / "data" / "routines"
    own.mkdir(parents=True)
    text = SHORT.replace('"standing"', '"supine"')
    (own / "lying.toml").write_text(text, encoding="utf-8")
    (home / "config").mkdir(parents=True)
    since = (datetime.now().astimezone() - timedelta(weeks=30)).date()
    settings = f'phase = "pregnant"\npregnant-since = {since.isoformat()}\n'
    (home / "config" / "settings.toml").write_text(settings, encoding="utf-8")
    rows = {row["name"]: row for row in json.loads(coach("list", "--json").stdout)}
    told = [*rows["lying"].get("changes", []), *rows["lying"].get("errors", [])]
    assert any("suits you now" in each or "From week 20" in each for each in told), told
    assert coach("list").returncode == 0
    # A file is right or wrong for everybody alike.
    assert coach("check", own / "lying.toml").returncode == 0


def test_a_session_is_made_for_somebody_else_for_once(coach: Coach, tmp_path: Path) -> None:
    file = tmp_path / "lying.toml"
    swap = '[swaps.wall]\nkind = "ball-massage"\ntitle = "Wall"\nduration = "30s"\n'
    text = SHORT.replace('"standing"', '"supine"\nswap = "wall"')
    file.write_text(text + swap, encoding="utf-8")
    assert "Wall instead of Calf stretch" in coach("show", file, "--phase", "pregnant:24").stdout
    assert "Wall" not in coach("show", file, "--phase", "after-birth:8:caesarean").stdout
    wrong = coach("show", file, "--phase", "pregnant:99")
    assert (wrong.returncode, "for example pregnant:24" in wrong.stderr) == (2, True)


def test_lines_begin_with_what_was_changed_also_where_nothing_is_asked(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "lying.toml"
    swap = '[swaps.wall]\nkind = "ball-massage"\ntitle = "Wall"\nduration = "30s"\n'
    file.write_text(SHORT.replace('"standing"', '"supine"\nswap = "wall"') + swap)
    command = ["run", str(file), "--plain", "--output", "silent", "--phase", "pregnant:24", "--yes"]
    with subprocess.Popen(
        [sys.executable, "-m", "coach", *command],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "LC_ALL": "en_GB.UTF-8", "COACH_HOME": str(home)},
    ) as run:
        assert run.stdout is not None
        told = [run.stdout.readline(), run.stdout.readline()]
        run.terminate()
    assert told[0].startswith("Calves: It is meant for others;")
    assert told[1].startswith("Wall instead of Calf stretch. From week 20")


@pytest.mark.parametrize("command", [["run", "--plain"], ["render", "-o", "x.wav"]])
def test_music_that_is_not_there_is_the_users_mistake(
    coach: Coach, short: Path, command: list[str]
) -> None:
    done = coach(*command, short, "--music", "nowhere")
    assert done.returncode == 1
    assert done.stderr == 'The music "nowhere" cannot be read: No such file or directory.\n'


def test_music_of_the_settings_that_is_gone_is_told_and_the_session_goes_on(
    coach: Coach, home: Path, short: Path, tmp_path: Path
) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text('music = "nowhere"\n')
    done = coach("render", short, "-o", tmp_path / "x.wav")
    assert done.returncode == 0
    assert done.stderr == 'The music "nowhere" cannot be read: No such file or directory.\n'
