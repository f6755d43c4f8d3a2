"""The center's folder of municipalities' files: found by name, read on demand, never worse than the last good version."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from center.configuration import Municipalities
from center.configuration import folder as folder_module
from issuance.domain.tables import ConfigurationError
from issuance.domain.values import MunicipalityCode

HANAMAKI, OBIHIRO = MunicipalityCode("032051"), MunicipalityCode("012076")
HANAMAKI_FILE = "032051-hanamaki.toml"
Change = Callable[[str, str, str], None]


def name_of(municipalities: Municipalities, code: MunicipalityCode) -> str | None:
    municipality = municipalities.get(code)
    return municipality.name_en if municipality else None


def test_a_municipality_is_found_by_the_code_in_its_files_name(municipalities: Municipalities) -> None:
    assert municipalities.codes() == (OBIHIRO, HANAMAKI)
    assert [path.name for path in municipalities.paths()] == ["012076-obihiro.toml", HANAMAKI_FILE]
    assert name_of(municipalities, HANAMAKI) == "Hanamaki City"
    assert municipalities.get(MunicipalityCode("131016")) is None
    assert municipalities.mistake(MunicipalityCode("131016")) is None


def test_no_file_is_read_before_somebody_asks_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    real = folder_module.read
    monkeypatch.setattr(folder_module, "read", lambda content, origin: read.append(origin) or real(content, origin))
    municipalities = Municipalities(folder)
    assert municipalities.codes()
    assert read == []
    municipalities.get(HANAMAKI)
    municipalities.get(HANAMAKI)
    assert read == [str(folder / HANAMAKI_FILE)]


def test_the_version_is_the_sha_256_of_the_file(municipalities: Municipalities, folder: Path) -> None:
    municipality = municipalities.get(HANAMAKI)
    assert municipality is not None
    assert municipality.version == hashlib.sha256((folder / HANAMAKI_FILE).read_bytes()).hexdigest()


def test_a_new_version_is_taken_without_a_stop(municipalities: Municipalities, change: Change) -> None:
    before = municipalities.get(HANAMAKI)
    change(HANAMAKI_FILE, "yen = 450", "yen = 400")
    after = municipalities.get(HANAMAKI)
    assert before is not None
    assert after is not None
    assert before.version != after.version
    assert before.fees.version != after.fees.version


def test_a_change_that_touches_no_fee_leaves_the_fee_tables_name(
    municipalities: Municipalities, change: Change
) -> None:
    before = municipalities.get(HANAMAKI)
    change(HANAMAKI_FILE, "stores = 39", "stores = 40")
    after = municipalities.get(HANAMAKI)
    assert before is not None
    assert after is not None
    assert (after.stores, after.version == before.version) == (40, False)
    assert after.fees.version == before.fees.version


def test_a_change_of_the_same_length_within_one_tick_of_the_files_clock_is_seen(
    municipalities: Municipalities, folder: Path, change: Change
) -> None:
    stamp = (folder / HANAMAKI_FILE).stat()
    assert name_of(municipalities, HANAMAKI) == "Hanamaki City"
    change(HANAMAKI_FILE, "Hanamaki City", "Hanamiki City")
    os.utime(folder / HANAMAKI_FILE, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert name_of(municipalities, HANAMAKI) == "Hanamiki City"


def test_a_broken_new_version_never_takes_the_place_of_a_good_one(
    municipalities: Municipalities, change: Change
) -> None:
    good = municipalities.get(HANAMAKI)
    change(HANAMAKI_FILE, "yen = 450", 'yen = "450"')
    assert municipalities.get(HANAMAKI) is good
    mistake = municipalities.mistake(HANAMAKI)
    assert mistake is not None
    assert mistake.key == "fees.fee[family-register 2016-04-01].yen"
    change(HANAMAKI_FILE, 'yen = "450"', "yen = 400")
    assert municipalities.get(HANAMAKI) is not good
    assert municipalities.mistake(HANAMAKI) is None


def test_a_file_that_was_never_good_is_no_municipality_and_troubles_no_other(folder: Path, change: Change) -> None:
    change(HANAMAKI_FILE, 'name = "花巻市"', "name = ")
    municipalities = Municipalities(folder)
    assert municipalities.get(HANAMAKI) is None
    assert name_of(municipalities, OBIHIRO) == "Obihiro City"
    [mistake] = municipalities.mistakes()
    assert mistake.key == "file"
    assert "is no TOML" in mistake.cure


def test_a_file_that_is_no_text_says_where(folder: Path, municipalities: Municipalities) -> None:
    (folder / HANAMAKI_FILE).write_bytes(b'code = "\xff"')
    mistake = municipalities.mistake(HANAMAKI)
    assert mistake is not None
    assert mistake.cure == "is no UTF-8 from byte 9 on; save it as UTF-8"


def test_a_file_that_says_another_code_than_its_name_is_not_taken(folder: Path, municipalities: Municipalities) -> None:
    (folder / "032051-hanamaki.toml").write_bytes((folder / "012076-obihiro.toml").read_bytes())
    assert municipalities.get(HANAMAKI) is None
    mistake = municipalities.mistake(HANAMAKI)
    assert mistake is not None
    assert mistake.cure == "is '012076', but the file's name says 032051; correct one of them"


def test_a_new_file_is_found_and_a_removed_one_is_gone(folder: Path, municipalities: Municipalities) -> None:
    assert name_of(municipalities, OBIHIRO)
    (folder / "012076-obihiro.toml").rename(folder / "set-aside")
    assert municipalities.get(OBIHIRO) is None
    assert municipalities.codes() == (HANAMAKI,)
    (folder / "set-aside").rename(folder / "012076-obihiro.toml")
    assert name_of(municipalities, OBIHIRO) == "Obihiro City"


def test_a_file_that_cannot_be_read_any_more_leaves_its_last_good_version(
    folder: Path, municipalities: Municipalities
) -> None:
    good = municipalities.get(HANAMAKI)
    (folder / HANAMAKI_FILE).unlink()
    (folder / HANAMAKI_FILE).mkdir()
    assert municipalities.get(HANAMAKI) is good
    mistake = municipalities.mistake(HANAMAKI)
    assert mistake is not None
    assert "cannot be read (Is a directory)" in mistake.cure


def test_a_file_that_can_be_read_again_is_read_although_it_looks_the_same(
    municipalities: Municipalities, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as locked:
        locked.setattr(Path, "read_bytes", refused)
        assert municipalities.get(HANAMAKI) is None
        mistake = municipalities.mistake(HANAMAKI)
        assert mistake is not None
        assert mistake.cure == "cannot be read (Permission denied); make it readable"
    assert name_of(municipalities, HANAMAKI) == "Hanamaki City"
    assert municipalities.mistake(HANAMAKI) is None


def test_a_name_without_a_code_and_a_second_file_of_a_code_are_mistakes(folder: Path) -> None:
    (folder / "hanamaki.toml").write_text("")
    (folder / "032051-second.toml").write_text("")
    (folder / "notes.txt").write_text("no municipality")
    municipalities = Municipalities(folder)
    said = {Path(mistake.origin).name: mistake.cure for mistake in municipalities.mistakes()}
    assert said == {
        "hanamaki.toml": "names no code; write 032051-hanamaki.toml",
        "032051-second.toml": "is the second file of 032051, after 032051-hanamaki.toml; keep one",
    }
    assert name_of(municipalities, HANAMAKI) == "Hanamaki City"


def test_a_folder_that_goes_away_while_the_center_serves_leaves_what_is_known(
    folder: Path, municipalities: Municipalities
) -> None:
    good = municipalities.get(HANAMAKI)
    folder.rename(folder.with_name("elsewhere"))
    assert municipalities.get(HANAMAKI) is good
    assert municipalities.get(OBIHIRO) is None
    mistake = municipalities.mistake(OBIHIRO)
    assert mistake is not None
    assert "cannot be read (No such file or directory)" in mistake.cure


def test_a_folder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        Municipalities(tmp_path / "nowhere")


def test_several_threads_may_ask_while_files_change(municipalities: Municipalities, change: Change) -> None:
    found: list[str | None] = []

    def ask() -> None:
        found.extend(name_of(municipalities, HANAMAKI) for _ in range(300))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for yen in range(450, 430, -1):
        change(HANAMAKI_FILE, f"yen = {yen}", f"yen = {yen - 1}")
    for thread in threads:
        thread.join()
    assert found == ["Hanamaki City"] * 1200
