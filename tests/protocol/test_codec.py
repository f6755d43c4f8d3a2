"""Messages as bytes: one way to write them, and nothing else is read."""

from __future__ import annotations

import dataclasses
import enum
import typing
from types import NoneType, UnionType
from typing import Any

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
)
from issuance.domain.values import (
    KioskId,
    MemberHandle,
    MunicipalityCode,
    OrderId,
    SessionId,
    TransactionId,
    Yen,
)
from issuance.protocol import codec, messages
from issuance.protocol.codec import MalformedMessage, decode, digest, encode
from issuance.protocol.messages import Environment, Order, PublicCertificate, Refusal, Refused, SessionRequest

ALL_MESSAGES = [
    kind
    for kind in vars(messages).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == messages.__name__
]

HEX = st.binary(min_size=16, max_size=16).map(bytes.hex)
NAMES = st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True)
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    TransactionId: HEX,
    SessionId: HEX,
    OrderId: HEX,
    MunicipalityCode: st.from_regex(r"[0-9]{6}", fullmatch=True),
    KioskId: NAMES,
    MemberHandle: NAMES,
    Yen: st.integers(0, 10**9).map(Yen),
    str: st.text(max_size=20),
    bytes: st.binary(max_size=40),
    bool: st.booleans(),
    int: st.integers(0, 2**63 - 1),
}


def of_kind(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a declared type."""
    if kind in LEAVES:
        return LEAVES[kind]
    if typing.get_origin(kind) in (typing.Union, UnionType):
        return st.one_of([st.none() if one is NoneType else of_kind(one) for one in typing.get_args(kind)])
    if typing.get_origin(kind) is tuple:
        return st.lists(of_kind(typing.get_args(kind)[0]), max_size=3).map(tuple)
    if typing.get_origin(kind) is frozenset:
        return st.frozensets(of_kind(typing.get_args(kind)[0]), max_size=6)
    if issubclass(kind, enum.Enum):
        return st.sampled_from(kind)
    if kind is BasketLine:
        return st.builds(
            BasketLine,
            of_kind(CertificateType),
            st.one_of(of_kind(ResidentRecordOptions), of_kind(SealRegistrationOptions)),
            st.integers(1, 10),
            LEAVES[Yen],
        )
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: of_kind(hints[field.name]) for field in dataclasses.fields(kind)})


ANY_MESSAGE = st.one_of([of_kind(kind) for kind in ALL_MESSAGES])


@settings(max_examples=400, deadline=None)
@given(ANY_MESSAGE)
def test_every_message_comes_back_as_it_went(message: Any) -> None:
    written = encode(message)
    assert decode(type(message), written) == message
    assert written == encode(decode(type(message), written))


def test_every_message_kind_is_tried() -> None:
    names = {kind.__name__ for kind in ALL_MESSAGES}
    assert {"Grant", "Order", "Delivered", "Receipt", "CityIssueRequest", "SettlementAnswer"} <= names
    assert len(names) >= 30


ORDER = Order(
    Environment.TEST,
    SessionId("a" * 32),
    OrderId("b" * 32),
    digest(b"grant"),
    MunicipalityCode("032051"),
    (
        BasketLine(
            CertificateType.RESIDENT_RECORD,
            ResidentRecordOptions(
                Extent.PART,
                (MemberHandle("m2"), MemberHandle("m1")),
                frozenset({RecordItem.PERMANENT_DOMICILE, RecordItem.MY_NUMBER, RecordItem.NATIONALITY}),
            ),
            2,
            Yen(300),
        ),
    ),
    Yen(600),
    "2026-04",
    1_795_000_000,
)


def test_the_wire_form_is_plain_cbor_that_any_reader_understands() -> None:
    tree = cbor2.loads(encode(ORDER))
    assert tree["environment"] == "test"
    assert tree["total"] == 600
    assert tree["grant"] == digest(b"grant")
    (line,) = tree["lines"]
    assert line["type"] == "resident-record"
    assert line["options"] == {
        "ResidentRecordOptions": {
            "extent": "part",
            "members": ["m2", "m1"],
            "items": ["my-number", "nationality", "permanent-domicile"],
        }
    }


def test_keys_stand_in_the_order_of_their_bytes() -> None:
    keys = [cbor2.dumps(key) for key in cbor2.loads(encode(ORDER))]
    assert keys == sorted(keys)


def rewritten(change: Any) -> bytes:
    """The order after `change` to its plain tree, written deterministically again."""
    tree = cbor2.loads(encode(ORDER))
    change(tree)
    return cbor2.dumps(tree, canonical=True)


WRONG_TREES: dict[str, tuple[Any, str]] = {
    "a missing field": (lambda t: t.pop("total"), "total"),
    "an unknown field": (lambda t: t.update(discount=1), ""),
    "text for money": (lambda t: t.update(total="600"), "total"),
    "money below zero": (lambda t: t.update(total=-1), "total"),
    "true for a number": (lambda t: t.update(total=True), "total"),
    "a fraction": (lambda t: t.update(total=600.0), ""),
    "a number beyond 63 bits": (lambda t: t.update(total=2**63), "total"),
    "a big number": (lambda t: t.update(total=2**70), ""),
    "nothing": (lambda t: t.update(total=None), "total"),
    "text for bytes": (lambda t: t.update(grant="x" * 32), "grant"),
    "bytes for text": (lambda t: t.update(fee_table=b"2026"), "fee_table"),
    "a map for a list": (lambda t: t.update(lines={}), "lines"),
    "an unknown environment": (lambda t: t.update(environment="demo"), "environment"),
    "an id in capitals": (lambda t: t.update(order="B" * 32), "order"),
    "an id with a line end": (lambda t: t.update(order="b" * 32 + "\n"), "order"),
    "a short id": (lambda t: t.update(order="b" * 31), "order"),
    "a municipality with letters": (lambda t: t.update(municipality="03205x"), "municipality"),
    "full-width digits": (lambda t: t.update(municipality="０３２０５１"), "municipality"),
    "no copies": (lambda t: t["lines"][0].update(copies=0), "lines[0]"),
    "another record's name": (lambda t: t["lines"][0].update(options={"Refused": {}}), "lines[0].options"),
    "two records": (lambda t: t["lines"][0]["options"].update(SealRegistrationOptions={}), "lines[0].options"),
    "a list for a record": (lambda t: t["lines"][0].update(options=[1]), "lines[0].options"),
    "a number for a record": (lambda t: t["lines"][0].update(options=5), "lines[0].options"),
    "no record's name": (lambda t: t["lines"][0].update(options=[]), "lines[0].options"),
    "a wrong item": (
        lambda t: t["lines"][0]["options"]["ResidentRecordOptions"].update(items=["seal"]),
        "lines[0].options.ResidentRecordOptions.items[0]",
    ),
    "a set in another order": (
        lambda t: t["lines"][0]["options"]["ResidentRecordOptions"]["items"].reverse(),
        "",
    ),
    "a set with one item twice": (
        lambda t: t["lines"][0]["options"]["ResidentRecordOptions"].update(items=["my-number"] * 2),
        "",
    ),
    "a number as key": (lambda t: t.update({1: 2}), ""),
}


@pytest.mark.parametrize("wrong", WRONG_TREES)
def test_a_tree_with_one_wrong_thing_is_refused_with_its_path(wrong: str) -> None:
    change, path = WRONG_TREES[wrong]
    with pytest.raises(MalformedMessage) as caught:
        decode(Order, rewritten(change))
    assert caught.value.path == path
    assert caught.value.what


def test_a_refusal_never_repeats_the_value(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(MalformedMessage) as caught:
        decode(Order, rewritten(lambda t: t.update(total="見本 太郎")))
    assert "見本" not in str(caught.value)


GOOD = encode(Refused(Refusal.CLOSED, "x"))

NOT_DETERMINISTIC: dict[str, bytes] = {
    "empty": b"",
    "a trailing byte": GOOD + b"\x00",
    "two messages": GOOD + GOOD,
    "cut": GOOD[:-1],
    "an open-ended map": b"\xbf" + GOOD[1:] + b"\xff",
    "a longer map head": b"\xb8\x02" + GOOD[1:],
    "a longer string head": GOOD[:-2] + b"\x78\x01x",
    "keys in another order": cbor2.dumps({"reason": "closed", "detail": "x"}),
    "a key twice": b"\xa3" + GOOD[1:] + b"\x66detail\x61x",
    "a tag before it": b"\xc0" + GOOD,
    "the self-described tag": b"\xd9\xd9\xf7" + GOOD,
    "shared references": b"\xd8\x1c" + GOOD,
    "a string in pieces": b"\xa2\x66detail\x7f\x61x\xff\x66reason\x66closed",
    "undefined": b"\xf7",
    "a simple value": b"\xf8\xff",
    "false written long": b"\xf8\x14",
    "half a head": b"\x19\x01",
    "a number written long": b"\x18\x01",
    "a number written very long": b"\x1b\x00\x00\x00\x00\xff\xff\xff\xff",
    "a break alone": b"\xff",
    "a reserved head": b"\x1c",
    "a float": b"\xfa\x00\x00\x00\x00",
    "not UTF-8": b"\xa2\x66detail\x61\xff\x66reason\x66closed",
    "a list announced beyond the end": b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
    "a string announced beyond the end": b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff\x00",
    "a map announced beyond the end": b"\xbb\x7f\xff\xff\xff\xff\xff\xff\xff",
    "deep": b"\x81" * 5000 + b"\x00",
    "deep maps": b"\xa1\x00" * 5000 + b"\x00",
    "a hundred thousand items": b"\x9a\x00\x01\x86\xa0" + b"\x00" * 100_000,
}


@pytest.mark.parametrize("wrong", NOT_DETERMINISTIC)
def test_what_is_not_written_in_the_one_way_is_refused(wrong: str) -> None:
    assert decode(Refused, GOOD) == Refused(Refusal.CLOSED, "x")
    with pytest.raises(MalformedMessage):
        decode(Refused, NOT_DETERMINISTIC[wrong])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("a list announced beyond the end", "go beyond the end"),
        ("a map announced beyond the end", "go beyond the end"),
        ("a string announced beyond the end", "goes beyond the end"),
        ("deep", "deeper than"),
        ("deep maps", "deeper than"),
        ("a hundred thousand items", "more than 20000 data items"),
        ("half a head", "ends in the middle"),
        ("a number written long", "longer than needed"),
    ],
)
def test_the_walk_says_what_is_wrong_before_anything_is_built(wrong: str, words: str) -> None:
    with pytest.raises(MalformedMessage, match=words):
        codec.from_cbor(NOT_DETERMINISTIC[wrong])


def test_an_unknown_field_is_named_as_such() -> None:
    with pytest.raises(MalformedMessage, match="1 unknown fields in Order"):
        decode(Order, rewritten(lambda t: t.update(discount=1)))


def test_the_walk_alone_refuses_bytes_after_the_end() -> None:
    assert codec.from_cbor(b"\x83\x01\x20\xf6") == [1, -1, None]
    for wrong in (b"\x01\x01", b"\x80\x80", b"\x60\x00"):
        with pytest.raises(MalformedMessage, match="after the end"):
            codec.from_cbor(wrong)


@pytest.mark.parametrize("wrong", sorted(NOT_DETERMINISTIC.keys() - {"keys in another order"}))
def test_the_walk_alone_refuses_every_other_structure(wrong: str) -> None:
    with pytest.raises(MalformedMessage):
        codec.from_cbor(NOT_DETERMINISTIC[wrong])


def test_a_message_beyond_its_size_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(MalformedMessage, match="at most"):
        decode(Refused, b"\x00" * (codec.USUAL_SIZE + 1))


def test_only_messages_with_documents_may_be_large() -> None:
    large = messages.Delivered(SessionId("a" * 32), (messages.DeliveredCertificate(b"s", bytes(codec.USUAL_SIZE + 1)),))
    assert decode(messages.Delivered, encode(large)) == large


@settings(max_examples=600, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_never_raise_anything_else(data: bytes) -> None:
    for kind in (Order, SessionRequest, PublicCertificate):
        with pytest.raises(MalformedMessage):
            decode(kind, data)


PLAIN_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.binary(max_size=5) | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(sorted(cbor2.loads(encode(ORDER)))), PLAIN_TREES)
def test_any_tree_in_any_field_is_read_or_refused_cleanly(field: str, tree: Any) -> None:
    """Starts from an order that is accepted deep inside, so that the hostile value is really reached."""
    data = rewritten(lambda t: t.update({field: tree}))
    try:
        message = decode(Order, data)
    except MalformedMessage:
        return
    assert encode(message) == data


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, len(encode(ORDER)) - 1), st.integers(0, 255), st.sampled_from(["replace", "delete", "insert"]))
def test_one_changed_byte_gives_another_message_or_a_clean_refusal(at: int, byte: int, how: str) -> None:
    good = encode(ORDER)
    data = {
        "replace": good[:at] + bytes([byte]) + good[at + 1 :],
        "delete": good[:at] + good[at + 1 :],
        "insert": good[:at] + bytes([byte]) + good[at:],
    }[how]
    try:
        message = decode(Order, data)
    except MalformedMessage:
        return
    assert encode(message) == data
    assert (message == ORDER) == (data == good)


def test_only_messages_can_be_encoded() -> None:
    for thing in ({"a": 1}, Refused, None, 3):
        with pytest.raises(TypeError):
            encode(thing)
