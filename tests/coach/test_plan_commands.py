"""`coach plan` as somebody uses it: the real program on a real log."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from coach.doing import StepResult, StepStatus
from coach.log import Log
from coach.plans import Plan
from coach.runs import Outcome, Start
from coach.whole_file import write_whole
from sessions.routine import LocalText
from sessions.sore import Sore
from sessions.timeline import TimelineStep
from sessions.words import Language

Coach = Callable[..., "subprocess.CompletedProcess[str]"]
BERLIN = ZoneInfo("Europe/Berlin")
STEP = TimelineStep("stretch", LocalText("Calf", Language.EN), "", None, ())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def log_file(home: Path) -> Path:
    return home / "data" / "log.db"


@pytest.fixture
def coach(home: Path) -> Coach:
    """Give a function that runs the real program in Berlin."""

    def run(*arguments: str | Path, **more: str) -> object:
        environ = {"LC_ALL": "en_GB.UTF-8", "PYTHONUTF8": "1", "TZ": "Europe/Berlin"}
        return subprocess.run(
            [sys.executable, "-m", "coach", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "COACH_HOME": str(home), **environ, **more},
            check=False,
        )

    return run


def add(coach: Coach, *more: str) -> None:
    daily = ("--days", "daily", "--time", "18:30")
    done = coach("plan", "add", "ball-wall", *(more or daily))
    assert done.returncode == 0, done.stderr


def plans(log_file: Path) -> list[Plan]:
    with closing(Log.open_read_only(log_file)) as log:
        return log.plans()


def do(log_file: Path, outcome: Outcome = Outcome.COMPLETED) -> None:
    """Do what is planned, now."""
    with closing(Log.open(log_file, lambda: datetime.now(BERLIN))) as log:
        run = log.begin(Start("ball-wall", "Ball", "", Language.EN, Sore.BOTH, (STEP,)))
        run.step(StepResult(0, StepStatus.DONE, 30.0, 30.5))
        run.end(outcome, 60.0, 0.0)


def move_back(log_file: Path, days: int) -> None:
    """Let the only plan have begun some days earlier."""
    with closing(Log.open(log_file)) as log:
        (plan,) = log.plans()
        first = (plan.first - timedelta(days=days)).isoformat()
        log._connection.execute("UPDATE plans SET first_day = ?", (first,))


def test_nothing_planned_is_told_and_makes_no_log(coach: Coach, log_file: Path) -> None:
    told = coach("plan")
    assert (told.returncode, told.stdout) == (0, "")
    assert "coach plan add" in told.stderr
    assert json.loads(coach("plan", "--json").stdout)["plans"] == []
    assert not log_file.exists()


@pytest.mark.parametrize("command", [["plan", "remove", "x"], ["plan", "ics", "-o", "-"]])
def test_where_nothing_is_planned_nothing_is_removed_or_written(
    coach: Coach, log_file: Path, command: list[str]
) -> None:
    told = coach(*command)
    assert (told.returncode, told.stdout) == (1, "")
    assert len(told.stderr.splitlines()) == 1
    assert not log_file.exists()


def test_what_is_planned_is_due_in_the_list_and_then_done(coach: Coach, log_file: Path) -> None:
    add(coach)
    assert "Ball massage at the wall  ● due today 18:30\n" in coach("list").stdout
    assert "● heute 18:30 dran" in coach("list", "--language", "de").stdout
    rows = {row["name"]: row for row in json.loads(coach("list", "--json").stdout)}
    assert rows["ball-wall"]["due_today"] == {"time": "18:30", "done": False}
    assert rows["evening"]["due_today"] is None
    do(log_file, Outcome.STOPPED)
    assert "● due today" in coach("list").stdout
    do(log_file)
    assert "✓ done today" in coach("list").stdout
    assert "✓ done today · next: " in coach("plan").stdout


def test_adherence_is_done_by_planned(coach: Coach, log_file: Path) -> None:
    add(coach)
    move_back(log_file, 3)
    do(log_file)
    found = json.loads(coach("plan", "--json").stdout)
    measured = {"planned": 4, "completed": 1, "stopped_early": 0, "skipped": 3, "share": 0.25}
    assert found["adherence"] == measured
    (plan,) = found["plans"]
    assert plan["adherence"] == measured
    assert plan["days"] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert plan["done_today"]
    following = datetime.fromisoformat(plan["next"])
    assert (following.hour, following.minute) == (18, 30)
    assert "1 of 4 done (25 %)" in coach("plan").stdout
    assert "1 von 4 getan" in coach("plan", "--language", "de").stdout


def test_a_plan_that_is_removed_stays_known_and_is_due_no_longer(
    coach: Coach, log_file: Path
) -> None:
    add(coach)
    move_back(log_file, 3)
    uuid = plans(log_file)[0].uuid
    assert coach("plan", "remove", uuid[:6].upper()).returncode == 0
    assert "due today" not in coach("list").stdout
    found = json.loads(coach("plan", "--json").stdout)
    assert found["plans"] == []
    assert found["adherence"]["planned"] == 3
    told = coach("plan", "remove", "ball-wall")
    assert told.returncode == 1
    assert "There is no plan" in told.stderr


def test_what_was_done_today_stays_done_when_its_plan_is_removed(
    coach: Coach, log_file: Path
) -> None:
    add(coach)
    do(log_file)
    coach("plan", "remove", "ball-wall")
    found = json.loads(coach("plan", "--json").stdout)
    assert found["adherence"]["completed"] == 1


def test_several_plans_of_a_routine_are_told_apart_by_uuid(coach: Coach, log_file: Path) -> None:
    add(coach, "--days", "mo", "--time", "7")
    add(coach, "--days", "di", "--time", "8")
    told = coach("plan", "remove", "ball-wall")
    assert told.returncode == 1
    assert all(plan.uuid[:8] in told.stderr for plan in plans(log_file))
    assert all(plan.last is None for plan in plans(log_file))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["ball-wal", "--days", "mo", "--time", "7"], 'did you mean "ball-wall"'),
        (["ball-wall", "--days", "moon", "--time", "7"], "for example mon,wed,fri"),
        (["ball-wall", "--days", "mo", "--time", "25:00"], "for example 18:30"),
        (["ball-wall", "--days", "mo", "--time", "7", "--from", "soon"], "2026-05-01"),
        (["ball-wall", "--days", "mo", "--time", "7", "--from", "9999-12-31"], "2026-05-01"),
        (["ball-wall", "--days", "mo", "--time", "7", "--from", "2020-01-01"], "in the past"),
        (["ball-wall", "--days", "\x1b[31m", "--time", "7"], '"[31m"'),
    ],
)
def test_a_mistake_is_one_sentence_that_says_what_to_write(
    coach: Coach, log_file: Path, options: list[str], told: str
) -> None:
    done = coach("plan", "add", *options)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not log_file.exists()


def test_a_file_outside_the_library_cannot_be_planned(coach: Coach, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'format = 1\ntitle = "X"\n[[steps]]\nkind = "stretch"\ntitle = "Y"\nhold = "20s"\n'
    )
    told = coach("plan", "add", file, "--days", "mo", "--time", "7")
    assert told.returncode == 1
    assert "Only a routine in the library" in told.stderr


def events(text: str) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def test_the_calendar_has_every_plan_in_the_language_with_an_alarm(
    coach: Coach, tmp_path: Path
) -> None:
    add(coach)
    coach("plan", "add", "evening", "--days", "so", "--time", "21")
    file = tmp_path / "plan.ics"
    told = coach("plan", "ics", "-o", file, "--alarm", "1h", "--language", "de")
    assert (told.returncode, told.stdout) == (0, "")
    assert "Europe/Berlin" in told.stderr
    ball, _ = events(file.read_text("utf-8"))
    assert ball["SUMMARY"] == "Ballmassage an der Wand"
    assert "Starten mit: coach run ball-wall" in ball["DESCRIPTION"]
    assert ball.walk("VALARM")[0]["TRIGGER"].dt == timedelta(hours=-1)
    rows = {row["name"]: row for row in json.loads(coach("list", "--json").stdout)}
    assert ball["DURATION"].dt == timedelta(minutes=round(rows["ball-wall"]["seconds"] / 60))
    (evening,) = events(coach("plan", "ics", "evening", "-o", "-").stdout)
    assert evening["SUMMARY"] == "Evening wind-down"


def test_a_changed_plan_keeps_its_uid_with_its_end_and_goes_on_under_another(
    coach: Coach, log_file: Path
) -> None:
    add(coach)
    move_back(log_file, 7)
    (before,) = events(coach("plan", "ics", "-o", "-").stdout)
    add(coach, "--days", "daily", "--time", "19:00")
    old, new = events(coach("plan", "ics", "-o", "-").stdout)
    assert old["UID"] == before["UID"] != new["UID"]
    assert old["SEQUENCE"] > before["SEQUENCE"]
    assert old["RRULE"]["UNTIL"][0] < datetime.now(UTC) < new["DTSTART"].dt + timedelta(days=1)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-o", "-", "--alarm", "soon"], "for example 10m"),
        (["-o", "-", "--alarm", "8000h"], "for example 10m"),
        (["-o", "-", "--zone", "Berlin"], "Europe/Berlin"),
        (["nothing", "-o", "-"], "There is no plan"),
        (["-o", "/no/such/folder/x.ics"], "cannot be written: No such file"),
    ],
)
def test_a_calendar_that_cannot_be_written_is_told(
    coach: Coach, options: list[str], told: str
) -> None:
    add(coach)
    done = coach("plan", "ics", *options)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_computer_whose_zone_has_no_name_asks_for_one(coach: Coach) -> None:
    add(coach)
    rule = "CET-1CEST,M3.5.0,M10.5.0/3"
    assert "--zone Europe/Berlin" in coach("plan", "ics", "-o", "-", TZ=rule).stderr
    told = coach("plan", "ics", "-o", "-", "--zone", "Europe/Berlin", TZ=rule)
    assert events(told.stdout)[0]["DTSTART"].params["TZID"] == "Europe/Berlin"


def test_a_plan_of_a_routine_that_is_gone_is_still_written(
    coach: Coach, log_file: Path, home: Path
) -> None:
    add(coach)
    with closing(Log.open(log_file)) as log:
        log._connection.execute("UPDATE plans SET routine = 'gone'")
    assert "gone" in coach("plan").stdout
    (event,) = events(coach("plan", "ics", "-o", "-").stdout)
    assert (event["SUMMARY"], event["DURATION"].dt) == ("gone", timedelta(minutes=15))
    assert coach("plan", "remove", "gone").returncode == 0


def test_a_full_disk_leaves_the_calendar_that_was_there(tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"
    file.write_bytes(b"as it was")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write_whole(file, b"x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert file.read_bytes() == b"as it was"
    assert [each.name for each in tmp_path.iterdir()] == ["plan.ics"]


def test_what_is_no_file_is_written_to_as_it_is(coach: Coach) -> None:
    add(coach)
    told = coach("plan", "ics", "-o", "/dev/full")
    assert told.returncode == 1
    assert "No space left" in told.stderr
    assert Path("/dev/full").is_char_device()


def test_a_calendar_may_be_read_by_others_and_stay_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.ics", tmp_path / "link.ics"
    link.symlink_to(real)
    write_whole(link, b"x")
    assert link.is_symlink()
    assert real.read_bytes() == b"x"
    mask = os.umask(0)
    os.umask(mask)
    assert real.stat().st_mode & 0o777 == 0o666 & ~mask


def test_plans_go_along_with_the_log(coach: Coach, log_file: Path, tmp_path: Path) -> None:
    add(coach)
    do(log_file)
    before = plans(log_file)
    export, backup = tmp_path / "all.json", tmp_path / "backup.db"
    assert coach("history", "export", export).returncode == 0
    assert coach("backup", backup).returncode == 0
    assert coach("history", "delete", "--all", "--yes").returncode == 0
    assert plans(log_file) == []
    assert coach("history", "import", export).returncode == 0
    assert plans(log_file) == before
    coach("history", "delete", "--all", "--yes")
    assert coach("restore", backup, "--yes").returncode == 0
    assert plans(log_file) == before


def test_a_damaged_log_is_told_and_the_list_goes_on(coach: Coach, log_file: Path) -> None:
    log_file.parent.mkdir(parents=True)
    log_file.write_bytes(b"no log at all" * 1000)
    told = coach("list")
    assert told.returncode == 0
    assert "damaged" in told.stderr
    assert "ball-wall" in told.stdout


def test_the_names_of_what_is_planned_complete(coach: Coach) -> None:
    add(coach)
    told = coach(_COACH_COMPLETE="bash_complete", COMP_WORDS="coach plan remove b", COMP_CWORD="3")
    assert told.stdout.split() == ["plain,ball-wall"]


def test_a_plan_may_begin_later(coach: Coach) -> None:
    later = datetime.now(BERLIN).date() + timedelta(days=3)
    add(coach, "--days", "daily", "--time", "7", "--from", later.isoformat())
    assert "due today" not in coach("list").stdout
    (plan,) = json.loads(coach("plan", "--json").stdout)["plans"]
    assert plan["next"][:10] == later.isoformat()
