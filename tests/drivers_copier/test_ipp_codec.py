"""The driver's IPP codec: what goes out comes back the same, and no bytes from outside can surprise it."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ipp.codec import (
    MOST_ATTRIBUTES,
    Group,
    GroupTag,
    MalformedMessage,
    Message,
    Value,
    ValueTag,
    decode,
    encode,
    integers,
    words,
    yes_or_no,
)

names = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)
values = st.builds(Value, st.integers(0x10, 0xFF), st.binary(max_size=40))
groups = st.builds(
    Group,
    st.sampled_from([1, 2, 4, 5, 6, 15]),
    st.dictionaries(names, st.lists(values, min_size=1, max_size=4).map(tuple), max_size=5),
)
messages = st.builds(
    Message,
    st.integers(0, 0x7FFF),
    st.integers(1, 0x7FFFFFFF),
    st.lists(groups, max_size=4).map(tuple),
    st.binary(max_size=64),
    st.just((2, 0)),
)


def sample() -> Message:
    job = {"job-id": integers(7), "job-name": words(ValueTag.NAME, "token-1"), "last-document": yes_or_no(True)}
    return Message(5, 1, (Group(GroupTag.OPERATION, job), Group(GroupTag.JOB, {"copies": integers(1, -2)})), b"%PDF")


@settings(deadline=None)
@given(messages)
def test_every_message_comes_back_as_it_went_out(message: Message) -> None:
    assert decode(encode(message)) == message


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_malformed_message(octets: bytes) -> None:
    with contextlib.suppress(MalformedMessage):
        decode(octets)


@settings(deadline=None)
@given(messages, st.data())
def test_a_message_with_changed_bytes_is_read_or_refused(message: Message, data: st.DataObject) -> None:
    octets = bytearray(encode(message))
    for _ in range(data.draw(st.integers(1, 4))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    try:
        heard = decode(bytes(octets))
    except MalformedMessage:
        return
    for group in heard.groups:
        for name in group.attributes:
            group.number(name), group.numbers(name), group.flag(name), group.texts(name), group.text(name)


def test_every_truncation_before_the_end_tag_is_refused() -> None:
    octets = encode(sample())
    end = len(octets) - len(b"%PDF")
    for length in range(end):
        with pytest.raises(MalformedMessage):
            decode(octets[:length])
    assert decode(octets[:end]).data == b""


def test_a_length_that_claims_more_than_there_is_is_refused_with_its_place() -> None:
    octets = struct.pack(">bbHi", 2, 0, 0, 1) + b"\x01\x47\x00\x05chars\xff\xffutf-8\x03"
    with pytest.raises(MalformedMessage, match=r"byte 17 claims 65535 bytes, 6 are left"):
        decode(octets)


def test_values_without_a_name_before_any_attribute_are_refused() -> None:
    with pytest.raises(MalformedMessage, match="without an attribute"):
        decode(struct.pack(">bbHi", 2, 0, 0, 1) + b"\x01\x21\x00\x00\x00\x04\x00\x00\x00\x01\x03")


def test_an_attribute_outside_every_group_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="before the first group"):
        decode(struct.pack(">bbHi", 2, 0, 0, 1) + b"\x21\x00\x01a\x00\x04\x00\x00\x00\x01\x03")


def test_a_message_without_end_of_values_is_bounded() -> None:
    flood = struct.pack(">bbHi", 2, 0, 0, 1) + b"\x01\x21\x00\x01a\x00\x00" + b"\x21\x00\x00\x00\x00" * MOST_ATTRIBUTES
    with pytest.raises(MalformedMessage, match="more than"):
        decode(flood + b"\x03")


def test_jobs_of_one_answer_stay_apart() -> None:
    answer = Message(0, 1, tuple(Group(GroupTag.JOB, {"job-id": integers(number)}) for number in (3, 4, 5)))
    assert [group.number("job-id") for group in decode(encode(answer)).all(GroupTag.JOB)] == [3, 4, 5]


def test_an_attribute_that_stands_twice_counts_the_first_time() -> None:
    twice = b"\x01" + b"\x21\x00\x01a\x00\x04\x00\x00\x00\x01" + b"\x21\x00\x01a\x00\x04\x00\x00\x00\x02"
    assert decode(struct.pack(">bbHi", 2, 0, 0, 1) + twice + b"\x03").first(1).numbers("a") == (1,)


def test_out_of_band_and_wrong_kinds_are_no_answer() -> None:
    group = Group(4, {"a": (Value(0x12, b""),), "b": (Value(0x21, b"\x01"),), "c": words(ValueTag.KEYWORD, "none")})
    assert [group.number(name) for name in "abc"] == [None, None, None]
    assert group.flag("c") is None
    assert group.texts("a") == ()


def test_a_name_with_language_is_its_text() -> None:
    octets = b"\x00\x05ja-jp\x00\x07token-1"
    assert (
        Group(2, {"job-name": (Value(ValueTag.NAME_WITH_LANGUAGE, b"\x00\x02ja\x00\x07token-1"),)}).text("job-name")
        == "token-1"
    )
    assert Group(2, {"job-name": (Value(ValueTag.NAME_WITH_LANGUAGE, octets),)}).text("job-name") == "token-1"


def test_an_attribute_without_a_value_can_not_be_written() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        encode(Message(5, 1, (Group(1, {"job-name": ()}),)))
    with pytest.raises(ValueError, match="65535"):
        encode(Message(5, 1, (Group(1, {"a": (Value(0x41, bytes(70_000)),)}),)))
