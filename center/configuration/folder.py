"""The folder of municipalities' files: one file a municipality, found by its name, read when somebody asks for it.

A file is named by the code and a word, `032051-hanamaki.toml`. It is read anew when it changed; a new version with a
mistake is not taken, and the mistake is kept for whoever looks after the center.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from issuance.domain.municipality import ConfigurationError, Municipality
from issuance.domain.municipality_file import read
from issuance.domain.values import MunicipalityCode

FILE_NAME = re.compile(r"([0-9]{6})-[a-z0-9-]+\.toml")
_Stamp = tuple[int, int, int]


@dataclass(slots=True)
class _File:
    path: str
    stamp: _Stamp | None = None  # of the version read last, good or not
    good: Municipality | None = None
    mistake: ConfigurationError | None = None


class Municipalities:
    """Every municipality of a folder, as its file stands at the moment of asking. Safe to ask from several threads.

    Raises ConfigurationError where the folder cannot be read. Put a new version in its place by renaming: a file that is
    seen half-written is a version, too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._lock = Lock()
        self._stamp: _Stamp | None = None
        self._files: dict[MunicipalityCode, _File] = {}
        self._strays: tuple[ConfigurationError, ...] = ()
        self._look()

    def get(self, code: MunicipalityCode) -> Municipality | None:
        """The newest good version; None where there is no file, or never was a good one."""
        with self._lock:
            file = self._fresh(code)
            return file.good if file else None

    def codes(self) -> tuple[MunicipalityCode, ...]:
        """The codes of all files, ascending; a file with a mistake counts."""
        with self._lock:
            self._look()
            return tuple(self._files)

    def paths(self) -> tuple[Path, ...]:
        """The file of every municipality, good or not, in the order of their codes."""
        with self._lock:
            self._look()
            return tuple(Path(file.path) for file in self._files.values())

    def mistake(self, code: MunicipalityCode) -> ConfigurationError | None:
        """What is wrong with a municipality's file as it stands now; the last good version goes on being used."""
        with self._lock:
            file = self._fresh(code)
            return file.mistake if file else None

    def mistakes(self) -> tuple[ConfigurationError, ...]:
        """Every mistake of every file, one by one. Reads all files."""
        found = [error for code in self.codes() if (mistake := self.mistake(code)) for error in mistake.all]
        return (*self._strays, *found)

    def _fresh(self, code: MunicipalityCode) -> _File | None:
        self._look()
        file = self._files.get(code)
        if file is None:
            return None
        try:
            stamp = _stamp(file.path)
            if stamp != file.stamp:
                file.stamp = stamp
                file.good, file.mistake = _read(code, file.path), None
        except ConfigurationError as mistake:
            file.mistake = mistake
        except OSError as error:
            # Nothing of the file's stamp need change when it can be read again: look every time.
            file.stamp, file.mistake = None, _unreadable(file.path, error)
        return file

    def _look(self) -> None:
        """Look for new and removed files, if the folder changed."""
        try:
            stamp = _stamp(self._folder)
            if stamp == self._stamp:
                return
            paths = sorted(entry.path for entry in os.scandir(self._folder) if entry.name.endswith(".toml"))
        except OSError as error:
            if self._stamp is not None:
                return  # what is known stays; every file says for itself that it cannot be read
            raise _unreadable(self._folder, error) from None
        files: dict[MunicipalityCode, _File] = {}
        strays = []
        for path in paths:
            named = FILE_NAME.fullmatch(os.path.basename(path))
            code = MunicipalityCode(named[1]) if named else None
            if code is None:
                strays.append(ConfigurationError(path, "file name", "names no code; write 032051-hanamaki.toml"))
            elif code in files:
                cure = f"is the second file of {code}, after {os.path.basename(files[code].path)}; keep one"
                strays.append(ConfigurationError(path, "file name", cure))
            else:
                known = self._files.get(code)
                files[code] = known if known and known.path == path else _File(path)
        self._stamp, self._files, self._strays = stamp, files, tuple(strays)


def _read(code: MunicipalityCode, path: str) -> Municipality:
    municipality = read(Path(path).read_bytes(), path)
    if municipality.code != code:
        cure = f"is {municipality.code!r}, but the file's name says {code}; correct one of them"
        raise ConfigurationError(path, "code", cure)
    return municipality


def _stamp(path: str) -> _Stamp:
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size, found.st_ino


def _unreadable(path: str, error: OSError) -> ConfigurationError:
    return ConfigurationError(path, "file", f"cannot be read ({error.strerror}); make it readable")
