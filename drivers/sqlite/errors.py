"""The one place where trouble with the journal file becomes a fault of the house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from issuance.faults import DeviceFault, Fault


def failed(what: str) -> DeviceFault:
    """The journal cannot be kept; `what` says why and what to do, and quotes no entry."""
    return DeviceFault(Fault.JOURNAL_FAILED, what)


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Whatever SQLite says while `doing` something is the fault JOURNAL_FAILED."""
    try:
        yield
    except apsw.FullError as error:
        raise failed(f"{doing}: the disk is full; make room, then restart") from error
    except apsw.ReadOnlyError as error:
        raise failed(f"{doing}: the file or its folder cannot be written; give this service the right to") from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise failed(
            f"{doing}: the file is damaged or no journal ({error}); keep it and put a new one in its place"
        ) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise failed(f"{doing}: another program has the journal open; only one kiosk may run on it") from error
    except apsw.CantOpenError as error:
        raise failed(f"{doing}: the file cannot be opened or made; does its folder exist?") from error
    except apsw.Error as error:
        raise failed(f"{doing}: {type(error).__name__}: {error}") from error
