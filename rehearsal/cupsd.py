"""A CUPS of our own: a private cupsd with one raw queue, for printers that are only reachable through CUPS.

Everything it writes lies in one directory, to be put on memory (tmpfs); it listens on a Unix socket in that directory only.
Its settings are those that a kiosk's cupsd needs: no document is kept, no name is shown to others, and nothing is printed
twice after a restart, because the directory is made anew each time. Run it inside `rehearsal.namespace` only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CUPSD = "/usr/sbin/cupsd"
_LONGEST_START_SECONDS = 10.0

_FILES_CONF = """\
ServerRoot {root}/etc
ServerBin /usr/lib/cups
DataDir /usr/share/cups
DocumentRoot /usr/share/cups/doc-root
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/state
ServerKeychain {root}/certs
CreateSelfSignedCerts no
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
LogFilePerm 0600
SyncOnClose Yes
FatalErrors config
"""

_CUPSD_CONF = """\
Listen {root}/cups.sock
ServerName localhost
Browsing Off
DefaultShared No
WebInterface No
DefaultAuthType None
DefaultEncryption Never
IdleExitTimeout 0
MaxJobs 50
PreserveJobFiles No
PreserveJobHistory Yes
DirtyCleanInterval 0
JobRetryLimit 1
MaxJobTime 0
ErrorPolicy abort-job
LogLevel warn
AccessLogLevel none
PageLogFormat
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow 127.0.0.1
  </Limit>
</Policy>
"""
"""JobPrivate* stand inside <Policy>, elsewhere they are errors. Without PreserveJobHistory a job is unknown once it ends."""


class CupsUnavailable(RuntimeError):
    """cupsd can not run here; the text says why."""


@dataclass(frozen=True, slots=True)
class PrivateCups:
    """A running cupsd. `server` is what pycups and `-h` take."""

    root: Path
    process: subprocess.Popen[bytes]

    @property
    def server(self) -> str:
        return str(self.root / "cups.sock")

    def add_raw_queue(self, name: str, device_uri: str) -> None:
        """A queue that passes documents on unchanged, byte for byte."""
        command = ["lpadmin", "-h", self.server, "-p", name, "-E", "-v", device_uri, "-m", "raw"]
        done = subprocess.run(
            [*command, "-o", "printer-error-policy=abort-job"], capture_output=True, text=True, timeout=20, check=False
        )
        if done.returncode != 0:
            raise CupsUnavailable(f"lpadmin: {done.stderr.strip()}")


def missing() -> str | None:
    """Why no private cupsd can run here (a sentence), or None when everything is there."""
    for program in (CUPSD, "lpadmin", "unshare"):
        if shutil.which(program) is None:
            return f"{program} is not installed (Debian packages cups-daemon, cups-client, util-linux)"
    return None


@contextmanager
def private_cups(root: Path) -> Iterator[PrivateCups]:
    """Start cupsd below `root` (a short path: Unix sockets end at 107 bytes) and stop it again."""
    for name in ("etc", "spool/tmp", "cache", "state", "certs", "log"):
        (root / name).mkdir(parents=True, mode=0o700)
    (root / "cups-files.conf").write_text(_FILES_CONF.format(root=root))
    (root / "cupsd.conf").write_text(_CUPSD_CONF.format(root=root))
    command = [CUPSD, "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")]
    if os.getuid() == 0:
        # As root cupsd changes to the user "lp", which a namespace with one user does not have. As any other user it stays.
        command = ["unshare", "-U", "--map-user=1000", *command]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait_until_it_listens(root, process)
        yield PrivateCups(root, process)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _wait_until_it_listens(root: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _LONGEST_START_SECONDS
    while not (root / "cups.sock").exists():
        if process.poll() is not None:
            assert process.stderr is not None
            raise CupsUnavailable(
                f"cupsd ended at once: {process.stderr.read().decode(errors='replace').strip()[:400]}"
            )
        if time.monotonic() > deadline:
            raise CupsUnavailable(f"cupsd did not listen within {_LONGEST_START_SECONDS:.0f} s")
        time.sleep(0.01)
