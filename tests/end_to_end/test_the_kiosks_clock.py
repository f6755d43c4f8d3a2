"""A kiosk whose clock is off by more than the limit offers nothing until it is right again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from issuance.faults import Fault
from issuance.transaction import states as at
from rehearsal.table import Table


@pytest.mark.parametrize("minutes", [2, -2])
def test_a_clock_that_is_off_takes_the_kiosk_out_of_service_until_it_is_right(table: Table, minutes: int) -> None:
    table.to_idle()
    table.kiosk_clock.turn(timedelta(minutes=minutes))
    table.refresh()
    assert table.wait_for(at.OutOfService).faults == (Fault.CLOCK_WRONG,)
    table.kiosk_clock.turn(timedelta(minutes=-minutes))
    table.refresh()
    table.to_idle()
