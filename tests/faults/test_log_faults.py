"""The log breaks, or the program does while it writes."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from coach.doing import StepResult, StepStatus
from coach.log import Log, LogError
from coach.runs import Outcome, Start
from sessions.routine import LocalText
from sessions.sore import Sore
from sessions.timeline import TimelineStep
from sessions.words import Language

Mount = Callable[[str], Path]
STEPS = 200
START = Start(
    routine="x",
    title="X",
    content_sha256="",
    language=Language.EN,
    sore=Sore.BOTH,
    steps=tuple(
        TimelineStep("stretch", LocalText(f"Step {n}", Language.EN), "", None, ())
        for n in range(STEPS)
    ),
)

WRITER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    sys.path[:0] = sys.argv[2:]
    from test_log_faults import START, STEPS
    from coach.doing import StepResult, StepStatus
    from coach.log import Log

    run = Log.open(Path(sys.argv[1])).begin(START)
    for n in range(STEPS):
        run.step(StepResult(n, StepStatus.DONE, 30.0, 30.0))
        print(n, flush=True)
    sys.stdin.read()
    """
)


def writer(path: Path) -> subprocess.Popen[str]:
    here = Path(__file__)
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, path, here.parent, here.parents[2]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def write_one_run(path: Path) -> None:
    log = Log.open(path)
    run = log.begin(START)
    run.step(StepResult(0, StepStatus.DONE, 30.0, 30.0))
    run.end(Outcome.COMPLETED, 30.0, 0.0)
    log.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.mark.parametrize("finished", [0, 1, 57])
def test_killed_in_mid_step_the_log_opens_and_holds_every_finished_step(
    path: Path, finished: int
) -> None:
    with writer(path) as process:
        for _ in range(finished + 1):
            told = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    log = Log.open(path)
    (run,) = log.runs()
    assert run.outcome is Outcome.INTERRUPTED
    assert len(run.steps) >= told + 1
    assert [step.position for step in run.steps] == list(range(len(run.steps)))
    assert log._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    log.close()


def test_two_programs_write_at_once_and_neither_loses_a_step(path: Path) -> None:
    with writer(path) as one, writer(path) as other:
        for process in (one, other):
            for _ in range(STEPS):
                process.stdout.readline()
            process.stdin.close()
    log = Log.open_read_only(path)
    assert [len(run.steps) for run in log.runs()] == [STEPS, STEPS]
    log.close()


def test_a_new_log_may_be_made_by_several_at_once(path: Path) -> None:
    def open_and_close(_: int) -> None:
        Log.open(path).close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(open_and_close, range(8))) == [None] * 8


def test_opening_a_new_log_waits_for_another_program_that_is_making_it(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = Timer(0.2, lambda: other.execute("COMMIT"))
    done.start()
    log = Log.open(path)
    assert log.runs() == []
    log.close()
    done.join()
    other.close()


def test_a_new_log_that_another_program_keeps_to_itself_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.log_file._WAIT", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LogError, match="in use by another program"):
        Log.open(path)
    other.close()


def test_a_log_that_another_program_keeps_locked_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.log_file._WAIT", 0.05)
    log = Log.open(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LogError, match="in use by another program"):
        log.begin(START)
    other.execute("ROLLBACK")
    other.close()
    log.begin(START)
    assert len(log.runs()) == 1
    log.close()


def test_a_full_disk_is_told_and_what_was_written_stays(path: Path) -> None:
    log = Log.open(path)
    run = log.begin(START)
    run.step(StepResult(0, StepStatus.DONE, 30.0, 30.0))
    # A file that may not grow any more is what a full disk looks like to SQLite.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = path.with_name("log.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        with pytest.raises(LogError):
            run.step(StepResult(1, StepStatus.DONE, 30.0, 30.0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    run.step(StepResult(2, StepStatus.DONE, 30.0, 30.0))
    assert [step.position for step in log.runs()[0].steps] == [0, 2]
    log.close()


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Mount]:
    """Give a function that mounts a small file system of its own on a folder."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    folders = []

    def mount(options: str) -> Path:
        folder = tmp_path / f"mounted{len(folders)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting is not allowed here")
        folders.append(folder)
        return folder

    yield mount
    for folder in folders:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_really_full_disk_is_told(mounted: Mount) -> None:
    folder = mounted("size=256k")
    log = Log.open(folder / "log.db")
    run = log.begin(START)

    def step_on() -> None:
        for n in range(STEPS):
            run.step(StepResult(n, StepStatus.DONE, 30.0, 30.0))

    with pytest.raises(LogError, match="disk is full"):
        step_on()
    assert log.runs()[0].steps
    log.close()


def test_a_write_protected_folder_can_still_be_read_and_says_why_it_is_not_written(
    mounted: Mount,
) -> None:
    folder = mounted("size=1m")
    write_one_run(folder / "log.db")
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    reader = Log.open_read_only(folder / "log.db")
    assert len(reader.runs()) == 1
    reader.close()
    with pytest.raises(LogError):
        Log.open(folder / "log.db").begin(START)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(LogError, match="cannot be kept in"):
        Log.open(tmp_path / "data" / "log.db")


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 4096]
)
def test_a_file_that_is_no_log_is_told_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for way in (Log.open, Log.open_read_only):
        with pytest.raises(LogError, match="damaged"):
            way(path)
    assert path.read_bytes() == content


def test_a_log_that_was_scribbled_over_is_told(path: Path) -> None:
    write_one_run(path)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with closing(Log.open_read_only(path)) as log, pytest.raises(LogError, match="damaged"):
        log.runs()


def test_a_log_from_a_newer_version_is_told_and_left_as_it_is(path: Path) -> None:
    write_one_run(path)
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    for way in (Log.open, Log.open_read_only):
        with pytest.raises(LogError, match="newer Mat Coach"):
            way(path)
    assert path.read_bytes() == before


ROUTINE = """
format = 1
title = "Long"
[[steps]]
kind = "stretch"
title = "Hold"
hold = "5m"
"""


def told_by_a_session(home: Path, folder: Path) -> str:
    """Begin a session without sound, end it by Ctrl-C, and give what stands on stderr."""
    routine = folder / "long.toml"
    routine.write_text(ROUTINE)
    with subprocess.Popen(
        [sys.executable, "-m", "coach", "run", routine, "--plain", "--yes", "--output", "silent"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COACH_HOME": str(home), "LC_ALL": "en_GB.UTF-8"},
    ) as process:
        assert "Get ready" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        return process.stderr.read()


def test_a_session_is_done_where_the_folder_is_write_protected(
    mounted: Mount, tmp_path: Path
) -> None:
    home = mounted("size=1m")
    (home / "data").mkdir()
    write_one_run(home / "data" / "log.db")
    subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)
    assert "write-protected" in told_by_a_session(home, tmp_path)


def test_a_session_is_done_and_a_log_from_a_newer_version_told(tmp_path: Path) -> None:
    log = tmp_path / "home" / "data" / "log.db"
    log.parent.mkdir(parents=True)
    write_one_run(log)
    with closing(sqlite3.connect(log)) as raw:
        raw.execute("PRAGMA user_version = 99")
    before = log.read_bytes()
    assert "newer Mat Coach" in told_by_a_session(tmp_path / "home", tmp_path)
    assert [file.name for file in log.parent.iterdir()] == ["log.db"]
    assert log.read_bytes() == before
