import json
import os
import subprocess
import sys
from pathlib import Path


def doctor(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "coach", "doctor", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environ},
        check=False,
    )


def test_the_doctor_names_what_it_tried_and_always_ends_well(tmp_path: Path) -> None:
    told = doctor("--json", COACH_HOME=str(tmp_path))
    assert told.returncode == 0
    findings = {(row["about"], row["name"]): row for row in json.loads(told.stdout)}
    assert findings["output", "silent"]["works"] is True
    assert findings["folder", "data"]["works"] is True
    assert findings["folder", "data"]["detail"] == str(tmp_path / "data")
    assert findings["clips", "clips"]["detail"] == "0.0 MB of 200 MB at the most"
    assert findings["log", "log"]["works"] is True
    assert {("voice", "de"), ("voice", "en"), ("output", "miniaudio")} <= set(findings)
    # Its output is read by this test.
    assert findings["terminal", ""]["works"] is False


def test_what_is_wrong_is_marked_and_explained(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("volume = -1\n")
    told = doctor("--language", "de", COACH_HOME=str(tmp_path))
    assert told.returncode == 0
    wrong = [line for line in told.stdout.splitlines() if line.startswith("✗")]
    assert any("Ordner für Daten" in line and "nicht beschreibbar" in line for line in wrong)
    assert any("Einstellungen" in line and "volume" in line for line in wrong)


def test_the_doctor_leaves_no_files(tmp_path: Path) -> None:
    doctor(COACH_HOME=str(tmp_path / "home"))
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_tells_how_much_is_kept_of_what_was_spoken(tmp_path: Path) -> None:
    clips = tmp_path / "cache" / "clips"
    clips.mkdir(parents=True)
    (clips / "one.clip").write_bytes(bytes(3 * 1024**2))
    told = doctor("--language", "de", COACH_HOME=str(tmp_path))
    assert "3.0 MB von höchstens 200 MB" in told.stdout
