"""Every mistake that can be made in a municipality's file has its own sentence: which key, and what to write instead."""

from __future__ import annotations

import pytest

from issuance.domain.municipality_file import check_digit, read
from issuance.domain.tables import ConfigurationError

GOOD = """
code = "032051"
name = "花巻市"
name_en = "Hanamaki City"
kana = "はなまきし"
office = "市民登録課"
telephone = "0198-00-0000"
stores = 39
youngest = 15
card_rests_a_day = true
assumed = ["service.max_copies", "fees.fee[tax income 2016-04-01].yen"]
[calendar]
closed = [2026-05-12]
open = [2026-03-28]
[[group]]
name = "day"
open_day = [[06:30:00, 23:00:00]]
closed_day = []
year_end = []
[[group]]
name = "office"
from = 2016-04-01
open_day = [[09:00:00, 12:00:00], [13:00:00, 17:15:00]]
closed_day = []
year_end = []
[[stop]]
start = 2024-10-04T17:30:00
end = 2024-10-05T09:00:00
groups = ["office"]
[[service]]
type = "resident-record"
group = "day"
max_copies = 5
extents = ["self"]
items = ["my-number"]
form = "person"
[[service]]
type = "tax"
group = "day"
max_copies = 3
kinds = ["income"]
years = 2
switch = "06-10"
[[service]]
type = "family-register"
group = "office"
max_copies = 5
[use_registration]
group = "office"
working_days = 5
[[terminal]]
id = "city-hall"
name = "本庁"
name_en = "City Hall"
open_day = [[08:30:00, 19:00:00]]
closed_day = []
year_end = []
types = ["tax"]
residents_only = true
[[fees.fee]]
type = "resident-record"
from = 2016-04-01
yen = 300
per_persons = 5
[[fees.fee]]
type = "tax"
option = "income"
from = 2016-04-01
yen = 300
[[fees.fee]]
type = "family-register"
from = 2016-04-01
yen = 450
"""
TYPES = "family-register, family-register-appendix, record-items, resident-record, seal-registration, tax"
CODE = "write the six digits of the municipality code, the last is its check digit"
RECORD_FEE, TAX_FEE = "fees.fee[resident-record 2016-04-01]", "fees.fee[tax income 2016-04-01]"
RECORD, TAX, FAMILY = "service[resident-record]", "service[tax]", "service[family-register]"
STOP = "stop[2024-10-04 17:30:00]"
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    # what: (in the good file, instead of it, key, cure)
    "a key is missing": ('name = "花巻市"\n', "", "name", 'is missing; write a text in quotes, for example "01"'),
    "a text is empty": ('office = "市民登録課"', 'office = " "', "office", "is empty; write it out"),
    "a number where a text belongs": (
        '"0198-00-0000"',
        "198",
        "telephone",
        'is 198; write a text in quotes, for example "01"',
    ),
    "a text where a number belongs": ("yen = 450", 'yen = "450"', "fees.fee[family-register 2016-04-01].yen",
        "is '450'; write a whole number without quotes"),
    "true where a number belongs": ("stores = 39", "stores = true", "stores",
        "is True; write a whole number without quotes"),
    "a number where true belongs": ("card_rests_a_day = true", "card_rests_a_day = 1", "card_rests_a_day",
        "is 1; write true or false"),
    "a time where a date belongs": ("from = 2016-04-01\nopen_day", "from = 2016-04-01T00:00:00\nopen_day",
        "group[office 2016-04-01 00:00:00].from",
        "is datetime.datetime(2016, 4, 1, 0, 0); write a date, for example 2026-11-03"),
    "an unknown key": ("stores = 39", "shops = 39", "shops", "is not known here; the keys are announced_days, assumed, calendar, "
        "card_rests_a_day, code, fees, group, kana, name, name_en, office, service, stop, stores, telephone, terminal, "
        "use_registration, youngest"),
    "a code of five digits": ('"032051"', '"03205"', "code", f"is '03205'; {CODE}"),
    "a code with a wrong check digit": ('"032051"', '"032050"', "code", f"is '032050'; {CODE}"),
    "a code with other digits than 0-9": ('"032051"', '"０３２０５１"', "code", f"is '０３２０５１'; {CODE}"),
    "too young for the world": ("youngest = 15", "youngest = 21", "youngest",
        "is 21; write a number from 0 to 20"),
    "an assumption about nothing": ('"service.max_copies"', '"service.copies"', "assumed",
        "names 'service.copies', and nothing stands there; write a key of this file"),
    "a day both closed and open": ("closed = [2026-05-12]", "closed = [2026-03-28]", "calendar.open",
        "names 2026-03-28, which `closed` names too; keep one"),
    "an exception at the year's end": ("open = [2026-03-28]", "open = [2026-12-29]", "calendar.open",
        "names 2026-12-29; 12/29-1/3 are year-end days, take it out"),
    "a text for a date in a list": ("closed = [2026-05-12]", 'closed = ["5/12"]', "calendar.closed",
        "has '5/12'; write dates, for example 2026-11-03"),
    "a gap: no hours for a class of days": ('name = "day"\nopen_day = [[06:30:00, 23:00:00]]\nclosed_day = []\n',
        'name = "day"\nopen_day = [[06:30:00, 23:00:00]]\n', "group[day].closed_day",
        "is missing, a gap; write the windows of such days, or [] if it is closed on them"),
    "windows that are no pairs": ("[[06:30:00, 23:00:00]]", "[06:30:00, 23:00:00]", "group[day].open_day",
        "has datetime.time(6, 30); write pairs of times, for example [[09:00:00, 17:15:00]]"),
    "an end before its start": ("[[06:30:00, 23:00:00]]", "[[23:00:00, 06:30:00]]", "group[day].open_day",
        "has a window that ends (06:30:00) before it starts (23:00:00); swap or correct them"),
    "windows that overlap": ("[13:00:00, 17:15:00]", "[11:00:00, 17:15:00]", "group[office 2016-04-01].open_day",
        "has windows that overlap or touch at 11:00:00; join or part them"),
    "windows that touch": ("[13:00:00, 17:15:00]", "[12:00:00, 17:15:00]", "group[office 2016-04-01].open_day",
        "has windows that overlap or touch at 12:00:00; join or part them"),
    "earlier than the country": ("[[06:30:00, 23:00:00]]", "[[06:00:00, 23:00:00]]", "group[day].open_day",
        "reaches beyond 06:30-23:00, the service of the country; keep within it"),
    "a terminal later than the country": ("[[08:30:00, 19:00:00]]", "[[08:30:00, 23:30:00]]",
        "terminal[city-hall].open_day", "reaches beyond 06:30-23:00, the service of the country; keep within it"),
    "a group called all": ('name = "day"', 'name = "all"', "group[all].name",
        "is 'all', which stands for every group; choose another"),
    "one group twice from one day": ('name = "day"', 'name = "office"\nfrom = 2016-04-01',
        "group[office 2016-04-01].from", "of the group 'office' stands twice; give the later hours another first day"),
    "a list of groups that is none": ("[[group]]\nname = \"day\"", "[group]\nname = \"day\"", "file",
        "is no TOML: Cannot overwrite a value (at line 20, column 8); correct it there"),
    "a stop that ends before it starts": ("end = 2024-10-05T09:00:00", "end = 2024-10-03T09:00:00", f"{STOP}.end",
        "is not after start; swap or correct them"),
    "a stop without an end": ("end = 2024-10-05T09:00:00\n", "", f"{STOP}.end",
        "is missing; write a date with a time, for example 2026-11-03T17:30:00"),
    "a stop of an unknown group": ('groups = ["office"]', 'groups = ["ofice"]', f"{STOP}.groups",
        "names 'ofice'; the groups are day, office, or ['all']"),
    "a stop within another": ("[[service]]\ntype = \"tax\"", "[[stop]]\nstart = 2024-10-05T08:59:00\n"
        "end = 2024-10-05T10:00:00\ngroups = [\"all\"]\n[[service]]\ntype = \"tax\"",
        "stop[2024-10-05 08:59:00].start", "lies in another stop of the group 'office'; join or part them"),
    "an unknown type": ('type = "tax"\ngroup', 'type = "taxes"\ngroup', "service[taxes].type",
        f"is 'taxes'; write one of {TYPES}"),
    "an empty type": ('type = "tax"\ngroup', 'type = ""\ngroup', "service[2].type", f"is ''; write one of {TYPES}"),
    "a service without a type": ('type = "tax"\ngroup', "group", "service[2].type",
        'is missing; write a text in quotes, for example "01"'),
    "an unknown group of a service": ('group = "day"\nmax_copies = 3', 'group = "night"\nmax_copies = 3',
        f"{TAX}.group", "is 'night'; write one of day, office"),
    "too many copies": ("max_copies = 3", "max_copies = 11", f"{TAX}.max_copies",
        "is 11; write a number from 1 to 10"),
    "a type twice": ('type = "tax"\ngroup', 'type = "family-register"\ngroup', "service",
        "offers family-register twice; keep one"),
    "an extent of another type": ('extents = ["self"]', 'extents = ["whole"]', f"{RECORD}.extents",
        "has 'whole'; write any of household, part, self"),
    "no extent at all": ('extents = ["self"]', "extents = []", f"{RECORD}.extents",
        "is empty; write some of household, part, self"),
    "an item twice": ('items = ["my-number"]', 'items = ["my-number", "my-number"]', f"{RECORD}.items",
        "has 'my-number' twice; keep one"),
    "an unknown form": ('form = "person"', 'form = "persons"', f"{RECORD}.form",
        "is 'persons'; write one of household, person"),
    "an item of a type without items": ('type = "tax"\ngroup', 'items = ["my-number"]\ntype = "tax"\ngroup',
        f"{TAX}.items", "is not known here; the keys are group, kinds, max_copies, switch, type, years"),
    "a tax certificate of no kind": ('kinds = ["income"]', "kinds = []", f"{TAX}.kinds",
        "is missing or empty; write some of income, taxation, taxation-and-income"),
    "no fiscal year": ("years = 2", "years = 0", f"{TAX}.years", "is 0; write a number from 1 to 10"),
    "a switch on a day that is not in every year": ('switch = "06-10"', 'switch = "02-29"', f"{TAX}.switch",
        "is '02-29'; write month and day, for example \"06-10\""),
    "a registration that takes too long": ("working_days = 5", "working_days = 31", "use_registration.working_days",
        "is 31; write a number from 0 to 30"),
    "a terminal that gives what nobody offers": ('types = ["tax"]', 'types = ["seal-registration"]',
        "terminal[city-hall].types",
        "has 'seal-registration'; write any of family-register, resident-record, tax"),
    "two terminals of one name": ("[[fees.fee]]\ntype = \"tax\"", "[[terminal]]\nid = \"city-hall\"\nname = \"a\"\n"
        "name_en = \"a\"\nopen_day = []\nclosed_day = []\nyear_end = []\n[[fees.fee]]\ntype = \"tax\"", "terminal",
        "has the id 'city-hall' twice; give each its own"),
    "a fee without a date": ('option = "income"\nfrom = 2016-04-01\n', 'option = "income"\n',
        "fees.fee[tax income].from", "is missing; write a date, for example 2026-11-03"),
    "a fee below zero": ("yen = 300\nper_persons = 5", "yen = -1\nper_persons = 5", f"{RECORD_FEE}.yen",
        "is -1; write a number from 0 to 100000"),
    "a fee per no person": ("per_persons = 5", "per_persons = 0", f"{RECORD_FEE}.per_persons",
        "is 0; write a number from 1 to 100"),
    "a fee per person of what has one person": ('option = "income"', 'option = "income"\nper_persons = 2',
        f"{TAX_FEE}.per_persons", "is said of tax, which has one person; take it out"),
    "an unknown option": ('option = "income"', 'option = "taxation"', "fees.fee",
        "names the option 'taxation' of tax; its options are income"),
    "an empty option": ('option = "income"', 'option = ""', "fees.fee",
        "names the option '' of tax; its options are income"),
    "an offer without a fee": ('[[fees.fee]]\ntype = "family-register"\nfrom = 2016-04-01\nyen = 450\n', "",
        "fees.fee", "has no fee for family-register (part); add one with its first day"),
    "a fee that begins after its service": ("from = 2016-04-01\nyen = 450", "from = 2016-05-01\nyen = 450", "fees.fee",
        "for family-register (part) begins on 2016-05-01, after its service (2016-04-01); add one for the gap"),
    "a fee twice from one day": ("yen = 450", "yen = 450\n[[fees.fee]]\ntype = \"family-register\"\n"
        "from = 2016-04-01\nyen = 400", "fees.fee", "names family-register from 2016-04-01 twice; keep one"),
    "a fee for what is not offered": ("yen = 450", "yen = 450\n[[fees.fee]]\ntype = \"seal-registration\"\n"
        "from = 2016-04-01\nyen = 400", "fees.fee",
        "names seal-registration, which is not offered; take it out or add the service"),
    "no TOML": ("stores = 39", "stores 39", "file",
        "is no TOML: Expected '=' after a key in a key/value pair (at line 8, column 8); correct it there"),
}  # fmt: skip


def mistakes(text: str) -> dict[str, list[str]]:
    """Cures by key."""
    with pytest.raises(ConfigurationError) as caught:
        read(text.encode(), "town.toml")
    found: dict[str, list[str]] = {}
    for mistake in caught.value.all:
        found.setdefault(mistake.key, []).append(mistake.cure)
    return found


def test_the_file_that_the_mistakes_are_put_into_is_good() -> None:
    assert read(GOOD.encode(), "town.toml").name == "花巻市"


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_told_with_its_key_and_its_cure(what: str) -> None:
    old, new, key, cure = MISTAKES[what]
    assert GOOD.count(old) >= 1
    found = mistakes(GOOD.replace(old, new, 1))
    assert cure in found.get(key, []), found


def test_every_mistake_is_told_at_once_and_the_first_speaks_for_all() -> None:
    with pytest.raises(ConfigurationError, match=r"^town\.toml: name: is missing") as caught:
        read(GOOD.replace('name = "花巻市"\n', "").replace("yen = 450", "yen = -2").encode(), "town.toml")
    assert [mistake.key for mistake in caught.value.all] == ["name", "fees.fee[family-register 2016-04-01].yen"]


def test_an_empty_file_says_everything_that_a_file_needs() -> None:
    assert list(mistakes("")) == ["code", "name", "name_en", "kana", "office", "telephone", "service", "fees"]


def test_lists_that_hold_something_else_are_told_not_stumbled_over() -> None:
    found = mistakes('service = "all"\ngroup = [1]\nfees = 3')
    assert found["service"][0] == "is no list; write each one under [[service]]"
    assert found["group[1]"] == ["a table is expected here"]
    assert found["fees"] == ["a table is expected here"]


@pytest.mark.parametrize(
    "code",
    ["011002", "012246", "032051", "131016", "131130", "141003", "271004", "401307", "472018"],
)
def test_the_check_digit_is_that_of_the_published_codes(code: str) -> None:
    assert check_digit(code[:5]) == code[5]


@pytest.mark.parametrize("five", ["", "0320", "03205a", "032０5", "0320510"])
def test_what_is_no_code_has_no_check_digit(five: str) -> None:
    assert check_digit(five) == ""
