"""The link to the host machine against the virtual one: by the line alone and over real TCP."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.copier_host.link import CopierHostLink
from issuance.faults import DeviceFault, Fault
from issuance.ports import HostSensors
from rehearsal.host.machine import BareMachine, VirtualHost


def link_answered_by(answer: Callable[[bytes], bytes | None]) -> CopierHostLink:
    return CopierHostLink(lambda line: answer(line) or b"")


@pytest.fixture
def machine() -> BareMachine:
    return BareMachine()


@pytest.fixture
def link(machine: BareMachine) -> CopierHostLink:
    return link_answered_by(VirtualHost(machine).answer)


def test_the_sensors_say_what_is_so(machine: BareMachine, link: CopierHostLink) -> None:
    assert link.sensors() == HostSensors(paper_in_tray=False, lid_open=False)
    machine.paper_in_tray = True
    assert link.sensors() == HostSensors(paper_in_tray=True, lid_open=False)
    machine.lid_open = True
    assert link.sensors() == HostSensors(paper_in_tray=True, lid_open=True)


def test_the_copier_is_claimed_once_and_by_the_same_visit_again(machine: BareMachine, link: CopierHostLink) -> None:
    assert link.claim("one")
    assert link.claim("one")
    assert not link.claim("two")
    assert machine.claimed_by == "one"


def test_handing_back_frees_it_and_may_be_repeated(machine: BareMachine, link: CopierHostLink) -> None:
    link.claim("one")
    link.hand_back("one")
    link.hand_back("one")
    assert machine.claimed_by is None
    assert link.claim("two")


def test_nobody_hands_back_what_another_has(machine: BareMachine, link: CopierHostLink) -> None:
    link.claim("one")
    link.hand_back("two")
    assert machine.claimed_by == "one"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"paper_in_tray": false}',
        b'{"paper_in_tray": 0, "lid_open": false}',
        b'{"paper_in_tray": "false", "lid_open": false}',
        b'{"paper_in_tray": false, "lid_open": null}',
        b'{"paper_in_tray": false, "lid_open": false, "more": true}',
        b'{"paper_in_tray": false, "lid_open": true, "lid_open": false}',
        b'{"error": "unknown question"}',
        b"[" * 5000,
    ],
)
def test_an_answer_that_was_not_agreed_counts_as_silence(answer: bytes) -> None:
    with pytest.raises(DeviceFault) as caught:
        link_answered_by(lambda line: answer).sensors()
    assert caught.value.fault is Fault.HOST_SILENT


def test_a_hand_back_that_is_not_taken_is_a_fault() -> None:
    with pytest.raises(DeviceFault):
        link_answered_by(lambda line: b'{"handed_back": false}').hand_back("one")


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_no_answer_whatever_brings_the_link_down(answer: bytes) -> None:
    link = link_answered_by(lambda line: answer)
    for ask in (link.sensors, lambda: link.claim("t"), lambda: link.hand_back("t")):
        with suppress(DeviceFault):
            ask()


@given(st.binary(max_size=200))
def test_no_question_whatever_brings_the_virtual_host_down(line: bytes) -> None:
    machine = BareMachine(claimed_by="one")
    answer = VirtualHost(machine).answer(line)
    assert answer is not None
    assert answer.endswith(b"\n")
    assert machine.claimed_by == "one"
