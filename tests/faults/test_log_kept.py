"""Nothing in the log is lost: killed at any moment, damaged in any place."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from coach.context import open_log
from coach.doing import StepResult, StepStatus
from coach.log import Log
from coach.log_file import DamagedLogError, LogError, wal
from coach.mend import mend
from coach.plans import Plan, Weekday
from coach.runs import Felt, Outcome, Run, Start
from sessions.routine import LocalText
from sessions.sore import Sore
from sessions.timeline import Side, TimelineStep
from sessions.words import Language

TODAY = date(2026, 3, 1)
PAGE = 4096
STEPS = tuple(
    TimelineStep("stretch", LocalText(f"Step {n}", Language.EN), "", None, (Side.LEFT,))
    for n in range(15)
)
START = Start("x", "X", "ab" * 32, Language.EN, Sore.BOTH, STEPS)

PLANS = [
    Plan(
        "6f0d3b52-92b4-4c61-8f1b-0f4a4e9a7d11",
        "x",
        frozenset({Weekday.MON, Weekday.FRI}),
        time(18, 30),
        date(2026, 1, 1),
        date(2026, 2, 1),
        datetime(2026, 1, 1, 10, tzinfo=UTC),
        1,
    ),
    Plan(
        "0b8d0a2e-0f2c-4c5e-9df1-1d0cf1b0a111",
        "x",
        frozenset(Weekday),
        time(7),
        date(2026, 2, 2),
        None,
        datetime(2026, 2, 1, 10, tzinfo=UTC),
    ),
]

KILLER = textwrap.dedent(
    """
    import itertools, os, random, signal, sys, time
    from pathlib import Path
    path = Path(sys.argv[1])
    sys.path[:0] = sys.argv[2:]
    from test_log_kept import START, STEPS
    from coach.doing import StepResult, StepStatus
    from coach.log import Log
    from coach.writer import this_writer

    # What the first run loads is there before any is begun: to be killed is to be killed writing.
    this_writer()

    def write_on(told):
        run = Log.open(path).begin(START)
        os.write(told, b"r")
        for n in itertools.count():
            run.step(StepResult(n % len(STEPS), StepStatus.DONE, 30.0, 30.0))
            os.write(told, b"s")

    chance = random.Random(5)
    for _ in range(200):
        read, told = os.pipe()
        child = os.fork()
        if child == 0:
            write_on(told)
        os.close(told)
        time.sleep(chance.uniform(0.0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read, "rb") as pipe:
            words = pipe.read()
        print(child, words.count(b"r"), words.count(b"s"))
        Log.open(path).close()
    """
)


def test_killed_at_two_hundred_moments_the_log_is_whole_and_holds_all_it_was_told(
    tmp_path: Path,
) -> None:
    here, path = Path(__file__), tmp_path / "log.db"
    killed = subprocess.run(
        [sys.executable, "-c", KILLER, path, here.parent, here.parents[2]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == 0, killed.stderr
    told = [tuple(map(int, line.split())) for line in killed.stdout.splitlines()]
    assert len(told) == 200
    assert any(steps for _, _, steps in told)
    with closing(sqlite3.connect(path)) as raw:
        kept = dict(
            raw.execute(
                "SELECT process, count(position) FROM runs LEFT JOIN steps ON run = id"
                " GROUP BY process"
            )
        )
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for process, begun, steps in told:
        assert kept.get(process, -1) >= min(steps, len(STEPS)) - (not begun)
    with closing(Log.open(path)) as log:
        assert {run.outcome for run in log.runs()} == {Outcome.INTERRUPTED}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of many runs, an activity, a check and two plans."""
    path = tmp_path_factory.mktemp("full") / "log.db"
    with closing(Log.open(path)) as log:
        log._connection.execute("PRAGMA synchronous = OFF")
        for n in range(120):
            run = log.begin(START)
            for step in range(15):
                run.step(StepResult(step, StepStatus.DONE, 30.0, 30.0))
            run.end(Outcome.COMPLETED, 450.0, float(n))
            # Some notes are longer than a page.
            run.annotate(Felt(5, 4, 3, f"{n} – ü" * (1200 if n % 20 == 0 else 1)))
        log._connection.execute(
            "INSERT INTO activities (uuid, kind, started, utc_offset_seconds, seconds)"
            " VALUES ('a', 'swimming', '2026-01-01T10:00:00+00:00', 3600, 1800)"
        )
        log._connection.execute("INSERT INTO checks VALUES ('2026-01-01', '', 1)")
        log.keep_plans(PLANS)
    return path


def runs_of(path: Path) -> dict[str, Run]:
    with closing(Log.open_read_only(path)) as log:
        return {run.uuid: run for run in log.runs()}


def put(source: Path, folder: Path, change: Callable[[bytearray], bytearray]) -> Path:
    path = folder / "log.db"
    path.write_bytes(change(bytearray(source.read_bytes())))
    return path


def first_page_gone(content: bytearray) -> bytearray:
    content[:PAGE] = b"\xff" * PAGE
    return content


def header_gone(content: bytearray) -> bytearray:
    content[:100] = bytes(100)
    return content


def roots_gone(content: bytearray) -> bytearray:
    content[PAGE : 9 * PAGE] = random.Random(1).randbytes(8 * PAGE)
    return content


@pytest.mark.parametrize("change", [first_page_gone, header_gone])
def test_every_row_is_carried_over_where_only_what_leads_to_them_is_damaged(
    full: Path, tmp_path: Path, change: Callable[[bytearray], bytearray]
) -> None:
    path = put(full, tmp_path, change)
    damaged = path.read_bytes()
    done = mend(path, TODAY)
    assert done is not None
    assert (done.aside, done.runs) == (tmp_path / "log-damaged-2026-03-01.db", 120)
    assert done.aside.read_bytes() == damaged
    assert runs_of(path) == runs_of(full)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT kind FROM activities").fetchall() == [("swimming",)]
        assert raw.execute("SELECT day FROM checks").fetchall() == [("2026-01-01",)]
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(Log.open_read_only(path)) as log:
        assert log.plans() == PLANS


def carried_over(path: Path, full: Path) -> tuple[int, int]:
    """Give the shares of runs and steps in percent, all of which are as they were."""
    before, after = runs_of(full), runs_of(path)
    steps = 0
    for uuid, run in after.items():
        kept = set(run.steps)
        assert kept <= set(before[uuid].steps)
        assert (run.started, run.routine) == (before[uuid].started, before[uuid].routine)
        steps += len(kept)
    return 100 * len(after) // len(before), 100 * steps // (15 * len(before))


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_of_a_truncated_log_what_is_left_is_carried_over(
    full: Path, tmp_path: Path, part: float
) -> None:
    path = put(full, tmp_path, lambda content: content[: int(part * len(content))])
    with pytest.raises(DamagedLogError):
        Log.open(path)
    assert mend(path, TODAY) is not None
    _, steps = carried_over(path, full)
    assert steps > 100 * part - 25


def test_pages_scribbled_over_cost_no_more_than_what_stood_in_them(
    full: Path, tmp_path: Path
) -> None:
    path = put(full, tmp_path, roots_gone)
    assert mend(path, TODAY) is not None
    runs, steps = carried_over(path, full)
    assert min(runs, steps) > 80


@pytest.mark.parametrize("seed", range(30))
def test_whatever_bytes_are_scribbled_the_log_opens_and_tells_nothing_wrong_twice(
    full: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)

    def scribble(content: bytearray) -> bytearray:
        # As many in the header as in all the rest.
        for reach in (100, len(content)):
            for _ in range(chance.randrange(1, 60)):
                content[chance.randrange(reach)] = chance.randrange(256)
        return content

    path = put(full, tmp_path, scribble)
    log, notes = open_log(path)
    if log is None:
        # The one number that no program may doubt.
        assert "newer" in str(notes[0])
        return
    with closing(log):
        kept = log.runs()
        log.begin(START).step(StepResult(0, StepStatus.DONE, 30.0, 30.0))
        assert len(log.runs()) == len(kept) + 1
        assert log._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again, notes = open_log(path)
    assert again is not None
    with closing(again):
        assert notes == ()


def test_what_stands_only_in_the_wal_is_carried_over_too(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    shutil.copyfile(full, path)
    with closing(Log.open(path)) as log:
        log.begin(START)
        shutil.copyfile(path, tmp_path / "copy.db")
        shutil.copyfile(wal(path), wal(tmp_path / "copy.db"))
    broken = put(tmp_path / "copy.db", tmp_path, first_page_gone)
    wal(tmp_path / "copy.db").replace(wal(broken))
    done = mend(broken, TODAY)
    assert done is not None
    assert done.runs == 121
    assert wal(done.aside).exists()


def test_what_was_deleted_does_not_come_back(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    shutil.copyfile(full, path)
    with closing(Log.open(path)) as log:
        log._connection.execute("DELETE FROM runs WHERE id % 2")
    put(path, tmp_path, first_page_gone)
    done = mend(path, TODAY)
    assert done is not None
    assert done.runs == 60


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE runs SET started = 'soon' WHERE id = 7",
        "UPDATE runs SET language = 'xx' WHERE id = 7",
        "UPDATE runs SET title = CAST(x'ff41' AS TEXT) WHERE id = 7",
        "UPDATE steps SET sides = 'up' WHERE run = 7",
        "UPDATE plans SET days = 'mon dim' WHERE id = 1",
        "UPDATE plans SET last_day = '2026-19-39' WHERE id = 1",
    ],
)
def test_what_no_program_writes_is_told_where_it_is_read_and_then_mended(
    full: Path, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "log.db"
    shutil.copyfile(full, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(change)
    with closing(Log.open(path)) as log, pytest.raises(LogError, match="coach doctor --mend"):
        log.check()
    done = mend(path, TODAY)
    assert done is not None
    assert done.runs >= 119
    assert set(runs_of(path)) <= set(runs_of(full))
    assert mend(path, TODAY) is None


@pytest.mark.parametrize("size", [99, 700, 5000])
def test_a_small_file_of_anything_is_set_aside(tmp_path: Path, size: int) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(random.Random(size).randbytes(size))
    log, notes = open_log(path)
    assert log is not None
    assert log.runs() == []
    log.close()
    assert "log-damaged-" in str(notes[0])


def test_a_whole_log_is_not_mended(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    shutil.copyfile(full, path)
    assert mend(path, TODAY) is None
    assert sorted(file.name for file in tmp_path.iterdir()) == ["log.db"]


def test_two_logs_of_a_day_are_set_aside_under_two_names(full: Path, tmp_path: Path) -> None:
    names = []
    for _ in range(2):
        done = mend(put(full, tmp_path, header_gone), TODAY)
        assert done is not None
        names.append(done.aside.name)
    assert names == ["log-damaged-2026-03-01.db", "log-damaged-2026-03-01-2.db"]


MENDER = textwrap.dedent(
    """
    import os, random, signal, sys, time
    from pathlib import Path
    from coach.context import open_log
    path = Path(sys.argv[1])
    damaged = path.read_bytes()
    chance = random.Random(3)
    for _ in range(40):
        path.write_bytes(damaged)
        child = os.fork()
        if child == 0:
            open_log(path)
            os._exit(0)
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        log, _ = open_log(path)
        print(log.count())
        log.close()
    """
)


def test_killed_while_it_mends_the_next_start_does_it_again(full: Path, tmp_path: Path) -> None:
    path = put(full, tmp_path, header_gone)
    done = subprocess.run(
        [sys.executable, "-c", MENDER, path],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["120"] * 40, done.stderr


def test_two_programs_that_find_the_damage_at_once_mend_it_once(full: Path, tmp_path: Path) -> None:
    path = put(full, tmp_path, header_gone)
    code = "import sys; from pathlib import Path; from coach.context import open_log\n"
    code += "log, notes = open_log(Path(sys.argv[1])); print(log.count(), len(notes))"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, path],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(3)
    ]
    told = sorted(program.communicate()[0].split() for program in programs)
    assert [runs for runs, _ in told] == ["120"] * 3
    assert [notes for _, notes in told].count("1") == 1
    assert len(list(tmp_path.glob("log-damaged-*"))) == 1


ROUTINE = """
format = 1
title = "Long"
[[steps]]
kind = "stretch"
title = "Hold"
hold = "5m"
"""


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Give a function that starts the real program, in English and without sound."""
    (tmp_path / "long.toml").write_text(ROUTINE)
    started = []

    def start(home: Path, *arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "coach", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COACH_HOME": str(home), "LC_ALL": "en_GB.UTF-8"},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_session_tells_where_the_damaged_log_is_and_so_does_the_doctor(
    full: Path, tmp_path: Path, coach: Callable[..., "subprocess.Popen[str]"]
) -> None:
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    put(full, home / "data", first_page_gone)
    long = str(tmp_path / "long.toml")
    process = coach(home, "run", long, "--plain", "--yes", "--output", "silent")
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    (aside,) = (home / "data").glob("log-damaged-*.db")
    assert f"The log was damaged. It is kept as {aside}" in told
    assert "(sessions: 120)" in told
    findings = json.loads(coach(home, "doctor", "--json").communicate()[0])
    found = {finding["name"]: finding for finding in findings if finding["about"] == "log"}
    assert found["log"]["detail"] == "runs: 121"
    assert found["set-aside"]["detail"] == str(aside)


def test_the_doctor_finds_damage_wherever_it_is_and_mends_it(
    full: Path, tmp_path: Path, coach: Callable[..., "subprocess.Popen[str]"]
) -> None:
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    put(full, home / "data", roots_gone)
    (finding,) = (
        finding
        for finding in json.loads(coach(home, "doctor", "--json").communicate()[0])
        if finding["about"] == "log"
    )
    assert not finding["works"]
    assert "coach doctor --mend" in finding["detail"]
    _, told = coach(home, "doctor", "--mend").communicate()
    assert told.startswith("The log was damaged. It is kept as ")
    assert coach(home, "doctor", "--mend").communicate()[1] == ""


def test_a_log_on_a_full_disk_is_left_as_it_is_and_told(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    path = put(full, tmp_path, header_gone)
    damaged = path.read_bytes()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60 * 1024, before[1]))
    try:
        with pytest.raises(LogError):
            mend(path, TODAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.read_bytes() == damaged
    done = mend(path, TODAY)
    assert done is not None
    assert done.runs == 120
