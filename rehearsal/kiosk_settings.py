"""The kiosk.toml of a rehearsed machine."""

from __future__ import annotations

from pathlib import Path

from rehearsal.devices import Addresses

KIOSK = "K-032051-0001"
TOWN_FILE = Path(__file__).parents[1] / "config" / "municipalities" / "032051-hanamaki.toml"


def write_kiosk_settings(
    folder: Path,
    keys: Path,
    center: str,
    at: Addresses,
    *,
    panel: tuple[int, int, float] = (1280, 1024, 17.0),
    patience: str = "recheck = 0.2",
    answer_seconds: float = 3.0,
) -> Path:
    """`kiosk.toml` in a folder: `keys` is the PKI's folder, `center` the address, `at` where the devices are."""
    width, height, diagonal = panel
    config = folder / "kiosk.toml"
    config.write_text(
        f"""kiosk = "{KIOSK}"
environment = "test"
municipality = "{TOWN_FILE}"
state = "{folder}/kiosk"

[center]
url = "{center}"
ca = "{keys}/dedicated-line-ca.pem"
certificate = "{keys}/{KIOSK}-tls.pem"
tls_key = "{keys}/{KIOSK}-tls.key"
device_key = "{keys}/{KIOSK}-device.key"
passphrase = "{keys}/passphrase"
statement_key = "{keys}/center-statement.pub"
key_id = "{KIOSK}"
connect_seconds = 2.0
answer_seconds = {answer_seconds}

[printer]
url = "{at.printer}"
seconds = 3.0

[coin_box]
path = "{at.coin_path}"

[receipt_printer]
host = "127.0.0.1"
port = {at.receipt_port}

[host]
host = "127.0.0.1"
port = {at.host_port}

[panel]
width = {width}
height = {height}
diagonal_inch = {diagonal}

[patience]
{patience}
"""
    )
    return config
