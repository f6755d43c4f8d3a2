"""./run config check: what stands, where it comes from, and every mistake at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from center.configuration.__main__ import FOLDER, main
from center.configuration.check import in_toml

Change = Callable[[str, str, str], None]


def told(capsys: pytest.CaptureFixture[str], folder: Path) -> tuple[int, dict[str, str], list[str]]:
    """The exit code, the last municipality's settings by key, the lines after them."""
    code = main(["check", str(folder)])
    lines = capsys.readouterr().out.splitlines()
    settings = {line.split()[0]: " ".join(line.split()[1:]) for line in lines if line.startswith("  ")}
    return code, settings, lines[max(number for number, line in enumerate(lines) if not line) + 1 :]


def test_the_delivered_files_have_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert FOLDER.is_dir()
    assert main(["check"]) == 0
    assert capsys.readouterr().out.endswith(" files, 0 mistakes\n")


def test_every_setting_says_whether_it_was_given_is_a_national_default_or_was_assumed(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, settings, rest = told(capsys, folder)
    assert code == 0
    assert settings["name"] == '"花巻市" 032051-hanamaki.toml'
    assert settings["group[family].open_day"] == "[[09:00:00, 17:15:00]] 032051-hanamaki.toml"
    assert settings["youngest"] == "15 national default"
    assert settings["service[tax].switch"] == '"06-10" 032051-hanamaki.toml, assumed'
    assert settings["service[family-register].extents"] == '["part", "whole"] national default, assumed'
    assert settings["calendar"] == '"national holidays, Saturdays, Sundays" national default'
    assert rest == ["2 files, 0 mistakes"]


def test_mistakes_of_several_files_are_all_told_and_the_exit_code_says_so(
    capsys: pytest.CaptureFixture[str], folder: Path, change: Change
) -> None:
    change("032051-hanamaki.toml", "working_days = 5", "working_days = 99\nworkign_hours = 1")
    change("032051-hanamaki.toml", "yen = 450", "yen = -450")
    change("012076-obihiro.toml", 'groups = ["family", "registration"]', 'groups = ["familie"]')
    code, _, rest = told(capsys, folder)
    assert code == 1
    assert rest == [
        f"{folder}/012076-obihiro.toml: stop[2024-10-04 17:30:00].groups: names 'familie'; "
        "the groups are family, registration, resident, or ['all']",
        f"{folder}/032051-hanamaki.toml: use_registration.working_days: is 99; write a number from 0 to 30",
        f"{folder}/032051-hanamaki.toml: use_registration.workign_hours: is not known here; "
        "the keys are group, working_days",
        f"{folder}/032051-hanamaki.toml: fees.fee[family-register 2016-04-01].yen: is -450; "
        "write a number from 0 to 100000",
        "2 files, 4 mistakes",
    ]


def test_a_file_that_is_no_toml_is_told_beside_the_others(
    capsys: pytest.CaptureFixture[str], folder: Path, change: Change
) -> None:
    change("012076-obihiro.toml", "[[group]]", "[[group")
    code, settings, rest = told(capsys, folder)
    assert code == 1
    assert settings["code"] == '"032051" 032051-hanamaki.toml'
    assert rest[-1] == "2 files, 1 mistake"


def test_a_folder_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "nowhere: file: cannot be read" in capsys.readouterr().err


def test_one_file_is_one_file(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "012076-obihiro.toml").unlink()
    assert told(capsys, folder)[2] == ["1 file, 0 mistakes"]


def test_a_value_of_any_kind_is_written_as_in_the_file() -> None:
    assert in_toml({"a": [True, False], "b": 1.5}) == "{a = [true, false], b = 1.5}"
