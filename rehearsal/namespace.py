"""A world of its own for a rehearsal: private network, private mounts, no privilege outside (Linux user namespaces).

`python -m rehearsal.namespace COMMAND ...` runs COMMAND in there. Fixed ports, pcscd's one socket and vpcd's listening on
all interfaces then harm nobody, and two rehearsals can run at once on one machine.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_MARK = "KOMADO_NAMESPACE"  # holds the identity of the network namespace, so that a stray variable is not believed
_FRESH = (Path("/run/pcscd"),)

_OURS = (
    ".komado-namespace"  # lies in a directory that was overlaid and says in which namespace, so that it is done once
)

_MS_BIND, _MS_REC, _MNT_DETACH = 0x1000, 0x4000, 2  # sys/mount.h
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1  # linux/sockios.h, net/if.h
_IFREQ = "16sH22x"  # struct ifreq with ifr_flags: name of 16 bytes, flags, padding to 40


class NamespaceUnavailable(RuntimeError):
    """This machine does not let an ordinary program make namespaces; the text says what the kernel answered."""


def inside() -> bool:
    """Does this program run in a namespace that this module made?"""
    return os.environ.get(_MARK) == _network_identity()


def available() -> bool:
    """Can one be made here? Tries it (a few milliseconds)."""
    unshare = shutil.which("unshare")
    return (
        unshare is not None
        and subprocess.run([unshare, "-Urmn", "true"], check=False, capture_output=True).returncode == 0
    )


def enter(command: Sequence[str]) -> None:
    """Replace this program by `command` inside a new namespace; returns only by raising NamespaceUnavailable."""
    unshare = shutil.which("unshare")
    if unshare is None:
        raise NamespaceUnavailable("unshare is not installed (Debian package util-linux)")
    prepare = [sys.executable, "-m", "rehearsal.namespace", "--prepare", *command]
    os.execv(unshare, [unshare, "-Urmn", *prepare])  # noqa: S606 because no shell is wanted here


def fresh_directory(path: Path) -> None:
    """An empty directory of our own at `path`, whatever the machine has there; only inside."""
    if not path.exists():
        _make_writable(path.parent)
        path.mkdir(parents=True, exist_ok=True)
    _mount("tmpfs", path, "tmpfs", 0)


def _prepare(command: Sequence[str]) -> None:
    """Already unshared: loopback up, fresh directories, mark, then the command itself."""
    _loopback_up()
    for path in _FRESH:
        fresh_directory(path)
    os.environ[_MARK] = _network_identity()
    os.execvp(command[0], list(command))  # noqa: S606 because no shell is wanted here


def _loopback_up() -> None:
    """What `ip link set lo up` does, without iproute2, which a bare system lacks."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack(_IFREQ, b"lo", 0)
        _, flags = struct.unpack(_IFREQ, fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request))
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack(_IFREQ, b"lo", flags | _IFF_UP))


def _make_writable(directory: Path) -> None:
    """Lay a tmpfs over `directory` and show in it all that was there: the machine's own directory is never written to."""
    mark = directory / _OURS
    if mark.exists() and mark.read_text() == _mount_identity():
        return
    aside = Path(tempfile.mkdtemp(prefix="komado-"))
    _mount(str(directory), aside, None, _MS_BIND | _MS_REC)
    _mount("tmpfs", directory, "tmpfs", 0)
    for entry in aside.iterdir():
        if entry.name == _OURS:
            continue
        shown = directory / entry.name
        if entry.is_symlink():
            shown.symlink_to(entry.readlink())
            continue
        if entry.is_dir():
            shown.mkdir()
        else:
            shown.touch()
        _mount(str(entry), shown, None, _MS_BIND | _MS_REC)
    mark.write_text(_mount_identity())
    _unmount(aside)
    aside.rmdir()


def _mount(source: str, target: Path, kind: str | None, flags: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.mount(
        source.encode(), os.fsencode(target), kind.encode() if kind else None, ctypes.c_ulong(flags), None
    )
    if done != 0:
        raise NamespaceUnavailable(f"mount on {target}: {os.strerror(ctypes.get_errno())}")


def _unmount(target: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.umount2(os.fsencode(target), _MNT_DETACH) != 0:
        raise NamespaceUnavailable(f"umount of {target}: {os.strerror(ctypes.get_errno())}")


def _mount_identity() -> str:
    return os.readlink("/proc/self/ns/mnt")


def _network_identity() -> str:
    return os.readlink("/proc/self/ns/net")


def main(arguments: Sequence[str]) -> int:
    match list(arguments):
        case ["--prepare", *command] if command:
            _prepare(command)
        case [*command] if command:
            try:
                enter(command)
            except NamespaceUnavailable as why:
                print(f"no namespace: {why}", file=sys.stderr)
        case _:
            print("usage: python -m rehearsal.namespace COMMAND [ARGUMENT ...]", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
