import csv
import io
import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from past import Did, many, swim
from past import keep as keep_past

from coach.doing import StepResult, StepStatus
from coach.log import Log
from coach.runs import Felt, Outcome, Start
from sessions.routine import LocalText
from sessions.sore import Sore
from sessions.timeline import TimelineStep
from sessions.words import Language

Coach = Callable[..., "subprocess.CompletedProcess[str]"]
STEP = TimelineStep("stretch", LocalText("Calf", Language.EN), "", None, ())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def log_file(home: Path) -> Path:
    return home / "data" / "log.db"


def environ(home: Path) -> dict[str, str]:
    return {**os.environ, "LC_ALL": "en_GB.UTF-8", "PYTHONUTF8": "1", "COACH_HOME": str(home)}


@pytest.fixture
def coach(home: Path) -> Coach:
    """Give a function that runs the real program with nobody at the keyboard."""

    def run(*arguments: str | Path, says: str = "", **more: str) -> object:
        return subprocess.run(
            [sys.executable, "-m", "coach", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=says,
            env={**environ(home), **more},
            check=False,
        )

    return run


def keep(file: Path, routine: str, ago: timedelta, note: str = "") -> None:
    """Put a run of one step into the log."""
    with closing(Log.open(file, lambda: datetime.now(UTC) - ago)) as log:
        run = log.begin(Start(routine, routine.title(), "", Language.EN, Sore.BOTH, (STEP,)))
        run.step(StepResult(0, StepStatus.DONE, 30.0, 30.5))
        run.end(Outcome.COMPLETED, 60.0, 0.0)
        run.annotate(Felt(note=note))


@pytest.fixture
def three(log_file: Path) -> Path:
    keep(log_file, "calves", timedelta(days=30))
    keep(log_file, "ball-wall", timedelta(days=6), "a\r\nb")
    keep(log_file, "calves", timedelta(hours=1))
    return log_file


def days_ago(coach: Coach, *options: str) -> list[int]:
    runs = json.loads(coach("history", "--json", *options).stdout)
    now = datetime.now(UTC)
    return [(now - datetime.fromisoformat(run["started"])).days for run in runs]


def test_history_tells_what_was_done_since_then_and_of_one_routine(
    coach: Coach, three: Path
) -> None:
    assert days_ago(coach) == [0, 6, 30]
    assert days_ago(coach, "--since", "7d") == [0, 6]
    date = (datetime.now(UTC) - timedelta(days=8)).date().isoformat()
    assert days_ago(coach, "--since", date) == [0, 6]
    assert days_ago(coach, "--routine", "calves") == [0, 30]
    assert days_ago(coach, "--routine", "calves", "--since", "1d") == [0]


@pytest.mark.parametrize(
    ("date", "runs"), [("2026-03-28", 4), ("2026-03-29", 3), ("2026-03-30", 1)]
)
def test_a_date_begins_at_midnight_of_that_day_also_when_the_clocks_change(
    coach: Coach, log_file: Path, date: str, runs: int
) -> None:
    # In Berlin: 23:30 on the 28th, 0:30 on the 29th, 23:30 still on the 29th, 0:30 on the 30th.
    for day, hour in ((28, 22), (28, 23), (29, 21), (29, 22)):
        moment = datetime(2026, 3, day, hour, 30, tzinfo=UTC)
        with closing(Log.open(log_file, lambda moment=moment: moment)) as log:
            log.begin(Start("x", "X", "", Language.EN, Sore.BOTH, ()))
    told = coach("history", "--json", "--since", date, TZ="Europe/Berlin")
    assert len(json.loads(told.stdout)) == runs


@pytest.mark.parametrize("since", ["soon", "7", "-1d", "99999d", "2026-13-01", ""])
def test_a_time_that_is_none_is_wrong_usage(coach: Coach, since: str) -> None:
    told = coach("history", "--since", since)
    assert told.returncode == 2
    assert "such as 7d" in told.stderr


def test_what_json_csv_and_export_give_is_taken_back_exactly(
    coach: Coach, three: Path, tmp_path: Path
) -> None:
    printed = coach("history", "--json").stdout
    for number, arguments in enumerate((["--json"], ["--csv"], ["export", "-"])):
        file = tmp_path / f"history{number}"
        with file.open("wb") as out:
            subprocess.run(
                [sys.executable, "-m", "coach", "history", *arguments],
                stdout=out,
                env=environ(three.parents[1]),
                check=True,
            )
        other = {"COACH_HOME": str(tmp_path / f"other{number}")}
        for told in ("New: 3. There already: 0.\n", "New: 0. There already: 3.\n"):
            assert coach("history", "import", file, **other).stderr == told
        assert coach("history", "--json", **other).stdout == printed


def test_what_comes_in_is_taken_back_too(coach: Coach, three: Path, tmp_path: Path) -> None:
    printed = coach("history", "--json").stdout
    other = {"COACH_HOME": str(tmp_path / "other")}
    assert coach("history", "import", "-", says=printed, **other).returncode == 0
    assert coach("history", "--json", **other).stdout == printed


def test_export_writes_everything_to_a_file(coach: Coach, three: Path, tmp_path: Path) -> None:
    file = tmp_path / "everything.json"
    assert coach("history", "export", file).stderr == f"3 sessions are in {file}.\n"
    assert set(json.loads(file.read_text())) == {"format", "runs", "activities", "checks", "plans"}


@pytest.mark.parametrize("content", [b"hello", b"\xff\xfe", b"[{}]", b""])
def test_a_file_that_is_no_export_is_the_users_mistake(
    coach: Coach, log_file: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    told = coach("history", "import", file)
    assert told.returncode == 1
    assert told.stderr.startswith(str(file))
    assert len(told.stderr.splitlines()) == 1
    assert not log_file.exists()


def test_csv_of_a_program_for_tables_is_taken_back(coach: Coach, three: Path) -> None:
    text = coach("history", "--csv").stdout
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    other = io.StringIO()
    csv.writer(other, quoting=csv.QUOTE_ALL).writerows(rows)
    told = coach("history", "import", "-", says="\ufeff" + other.getvalue())
    assert told.stderr == "New: 0. There already: 3.\n"


def test_activities_count_and_are_listed(coach: Coach, three: Path) -> None:
    with closing(Log.open(three)) as log:
        log.add_activity(swim(timedelta(minutes=30), 40, datetime.now(UTC)))
    told = coach("history").stdout
    assert [*filter(None, told.splitlines())][-4].split("  ")[1:] == [
        "40:00",
        "Swimming",
        "pain 2",
        "effort 4",
        "Twenty lengths",
    ]
    assert "2 × Calves, last on" in told
    assert "Once Ball-Wall, on" in told
    assert "Swimming" in coach("history", "--since", "1d").stdout
    # They are of no routine, and no runs.
    assert "Swimming" not in coach("history", "--routine", "calves").stdout
    assert len(uuids(coach)) == 3


def test_what_was_planned_is_told_with_what_was_done(coach: Coach, three: Path) -> None:
    coach("plan", "add", "ball-wall", "--days", "daily", "--time", "18:30")
    told = coach("history").stdout
    assert "Planned; nothing of it was to be done yet." in told
    assert "Planned" not in coach("history", "--since", "1d").stdout


@pytest.mark.parametrize(("runs", "more"), [(30, ""), (31, "One more"), (1200, "1170 more")])
def test_of_many_the_newest_are_told_and_how_all_are(
    coach: Coach, log_file: Path, runs: int, more: str
) -> None:
    many(log_file, runs)
    told = coach("history", LC_ALL="en_GB.UTF-8")
    assert sum("the " in line for line in told.stdout.splitlines()) == 30
    assert told.stderr.startswith(more)
    assert bool(told.stderr) == bool(more)
    if more:
        hint = told.stderr.split("coach ")[1].split()
        everything = coach(*hint)
        notes = [line.split("  ")[-1] for line in everything.stdout.splitlines()]
        assert notes == [f"the {n}th" for n in range(runs)]
        assert everything.stderr == ""


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_told_for_people_is_plain_text(coach: Coach, three: Path, language: str) -> None:
    told = coach("history", "--language", language, FORCE_COLOR="1", TERM="xterm-256color")
    assert (told.returncode, told.stderr) == (0, "")
    assert all(line.isprintable() for line in told.stdout.splitlines())
    assert max(map(len, told.stdout.splitlines()[:9])) < 80


def test_pain_before_and_after_is_told(coach: Coach, log_file: Path) -> None:
    day = timedelta(days=1)
    felt = (Felt(5, 3), Felt(5, None), Felt(None, 3), Felt())
    keep_past(log_file, [Did(day, felt=each) for each in felt], datetime.now(UTC))
    lines = coach("history").stdout.splitlines()[-4:]
    assert [line.split("  ")[4:] for line in reversed(lines)] == [
        ["pain 5 to 3"],
        ["pain before 5"],
        ["pain 3"],
        [],
    ]


def uuids(coach: Coach) -> list[str]:
    return [run["uuid"] for run in json.loads(coach("history", "--json").stdout)]


def test_a_session_is_deleted_by_how_its_uuid_begins(coach: Coach, three: Path) -> None:
    first, *others = uuids(coach)
    told = coach("history", "delete", first[:13], "--yes")
    assert (told.returncode, told.stderr) == (0, "")
    assert "Calves" in told.stdout
    assert uuids(coach) == others


def test_nothing_is_deleted_that_is_not_named_clearly(coach: Coach, three: Path) -> None:
    with closing(sqlite3.connect(three)) as raw:
        raw.execute("UPDATE runs SET uuid = 'ab' || id || uuid")
        raw.commit()
    assert "Several sessions begin with ab" in coach("history", "delete", "ab", "--yes").stderr
    assert "no session" in coach("history", "delete", "%", "--yes").stderr
    assert coach("history", "delete", "--yes").returncode == 2
    assert coach("history", "delete", "ab1", "--all", "--yes").returncode == 2
    assert coach("history", "--json", "delete", "ab1", "--yes").returncode == 2
    assert len(uuids(coach)) == 3


def test_where_nobody_can_be_asked_nothing_is_deleted(coach: Coach, three: Path) -> None:
    told = coach("history", "delete", "--all", says="y\n")
    assert told.returncode == 1
    assert "--yes" in told.stderr
    assert len(uuids(coach)) == 3


def test_everything_is_deleted_and_cannot_be_read_in_the_file(coach: Coach, three: Path) -> None:
    assert coach("history", "delete", "--all", "--yes").returncode == 0
    assert uuids(coach) == []
    assert b"Calves" not in three.read_bytes()


@pytest.mark.parametrize(("answer", "left"), [("y", 0), ("j", 0), ("n", 3), ("", 3), ("yeah", 3)])
def test_it_is_asked_once(coach: Coach, three: Path, home: Path, answer: str, left: int) -> None:
    terminal, inside = pty.openpty()
    language = "de" if answer == "j" else "en"
    with subprocess.Popen(
        [sys.executable, "-m", "coach", "--language", language, "history", "delete", "--all"],
        stdin=inside,
        stdout=inside,
        stderr=subprocess.PIPE,
        env=environ(home),
    ) as process:
        os.write(terminal, f"{answer}\n".encode())
        assert process.stderr is not None
        asked = process.stderr.read().decode()
    os.close(terminal)
    os.close(inside)
    assert asked.count("?") == 1
    assert process.returncode == 0
    assert len(uuids(coach)) == left


def test_a_session_that_is_going_on_is_not_taken_from_under_its_feet(
    coach: Coach, three: Path, tmp_path: Path
) -> None:
    assert coach("backup", tmp_path / "b.db").returncode == 0
    with closing(Log.open(three)) as log:
        log.begin(Start("x", "X", "", Language.EN, Sore.BOTH, (STEP,)))
        for command in (
            ["history", "delete", "--all"],
            ["history", "delete", uuids(coach)[0]],
            ["restore", str(tmp_path / "b.db")],
        ):
            told = coach(*command, "--yes")
            assert (told.returncode, told.stderr) == (1, "A session is going on; end it first.\n")


def test_a_backup_comes_back_and_the_log_that_was_there_is_set_aside(
    coach: Coach, three: Path, tmp_path: Path
) -> None:
    before, file = coach("history", "--json").stdout, tmp_path / "backup.db"
    assert coach("backup", file).stderr == f"3 sessions are in {file}.\n"
    assert coach("backup", file).returncode == 0
    keep(three, "new", timedelta())
    told = coach("restore", file, "--yes")
    assert told.returncode == 0
    (aside,) = three.parent.glob("log-before-restore-*.db")
    assert str(aside) in told.stderr
    assert coach("history", "--json").stdout == before
    with closing(Log.open_read_only(aside)) as log:
        assert log.count() == 4
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backup.db", "home"]


def test_a_backup_is_whole_while_a_session_is_written(
    coach: Coach, three: Path, tmp_path: Path
) -> None:
    with closing(Log.open(three)) as log:
        log.begin(Start("x", "X", "", Language.EN, Sore.BOTH, (STEP,)))
        assert coach("backup", tmp_path / "b.db").stderr.startswith("4 sessions")


def test_a_backup_becomes_the_log_where_there_is_none_or_a_damaged_one(
    coach: Coach, three: Path, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    coach("backup", file)
    other = tmp_path / "other"
    assert coach("restore", file, COACH_HOME=str(other)).returncode == 0
    assert len(json.loads(coach("history", "--json", COACH_HOME=str(other)).stdout)) == 3
    damaged = b"scribble" * 5000
    three.write_bytes(damaged)
    assert coach("restore", file, "--yes").returncode == 0
    assert len(uuids(coach)) == 3
    (aside,) = three.parent.glob("log-before-restore-*.db")
    assert aside.read_bytes() == damaged


def test_only_a_log_is_restored(coach: Coach, three: Path, tmp_path: Path) -> None:
    before = three.read_bytes()
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as raw:
        raw.execute("CREATE TABLE songs (title)")
    newer = tmp_path / "newer.db"
    coach("backup", newer)
    with closing(sqlite3.connect(newer)) as raw:
        raw.execute("PRAGMA user_version = 99")
    text = tmp_path / "text.db"
    text.write_text("hello" * 1000)
    for file, said in (
        (other, "is no log"),
        (text, "is no log"),
        (newer, "newer Mat Coach"),
        (tmp_path / "none.db", "There is no file"),
        (three, "is the log itself"),
    ):
        told = coach("restore", file, "--yes")
        assert told.returncode == 1, file
        assert said in told.stderr
    assert three.read_bytes() == before
    assert not list(three.parent.glob("log-before-restore-*"))


def test_a_backup_replaces_nothing_but_a_backup(coach: Coach, three: Path, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.docx"
    thesis.write_text("important")
    for file, said in ((thesis, "is no log"), (three, "is the log itself")):
        told = coach("backup", file)
        assert told.returncode == 1
        assert said in told.stderr
    assert thesis.read_text() == "important"
    assert coach("backup", tmp_path / "no" / "where.db").returncode == 1


def test_without_a_log_there_is_nothing_to_back_up(coach: Coach, home: Path) -> None:
    for command in (["backup", str(home / "b.db")], ["history", "delete", "--all", "--yes"]):
        told = coach(*command)
        assert (told.returncode, told.stderr) == (1, "There is no log yet.\n")
    assert not home.exists()


def complete(coach: Coach, line: str) -> list[str]:
    said = {"_COACH_COMPLETE": "bash_complete", "COMP_WORDS": line}
    told = coach(**said, COMP_CWORD=str(len(line.split(" ")) - 1)).stdout
    return [each.partition(",")[2] for each in told.split()]


def test_shells_complete_what_history_takes(coach: Coach, three: Path) -> None:
    assert {"export", "import", "delete"} <= set(complete(coach, "coach history "))
    assert complete(coach, "coach history delete ") == uuids(coach)
    assert complete(coach, "coach history --since 7") == ["7d"]
    assert "ball-wall" in complete(coach, "coach history --routine ba")
