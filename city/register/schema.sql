-- The city's register: residents, seals, taxes, family registers, cards. `version` counts every change of every row,
-- whoever makes it: triggers, not habits.

CREATE TABLE state (
    only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
    version       INTEGER NOT NULL,
    synchronising INTEGER NOT NULL CHECK (synchronising IN (0, 1)) -- 随時連携: what stands here now may be half of it
) STRICT;
INSERT INTO state VALUES (1, 0, 0);
CREATE TRIGGER synchronising_counts AFTER UPDATE OF synchronising ON state
BEGIN UPDATE state SET version = version + 1; END;

CREATE TABLE households (
    id      INTEGER PRIMARY KEY,
    address TEXT NOT NULL CHECK (address <> '')
) STRICT;

CREATE TABLE persons (
    id                    INTEGER PRIMARY KEY,
    household             INTEGER NOT NULL REFERENCES households (id),
    position              INTEGER NOT NULL CHECK (position >= 1), -- 1 = head of the household
    name                  TEXT NOT NULL CHECK (name <> ''),
    kana                  TEXT NOT NULL,
    born                  TEXT NOT NULL CHECK (date(born) IS born),
    sex                   TEXT NOT NULL CHECK (sex IN ('男', '女')),
    relationship          TEXT NOT NULL,
    became_resident       TEXT NOT NULL CHECK (date(became_resident) IS became_resident),
    at_address_since      TEXT NOT NULL CHECK (date(at_address_since) IS at_address_since),
    filed                 TEXT NOT NULL CHECK (date(filed) IS filed),
    former_address        TEXT NOT NULL,
    individual_number     TEXT NOT NULL CHECK (length(individual_number) = 12),
    domicile              TEXT,
    family_register_head  TEXT,
    left_reason           TEXT CHECK (left_reason IN ('died', 'moved-out')),
    left_on               TEXT CHECK (date(left_on) IS left_on),
    CHECK ((domicile IS NULL) = (family_register_head IS NULL)),
    CHECK ((left_reason IS NULL) = (left_on IS NULL)),
    UNIQUE (household, position)
) STRICT;

CREATE TABLE foreign_status (
    person      INTEGER PRIMARY KEY REFERENCES persons (id),
    nationality TEXT NOT NULL,
    category    TEXT NOT NULL,
    status      TEXT,
    period      TEXT,
    expires     TEXT CHECK (date(expires) IS expires),
    card_number TEXT NOT NULL,
    common_name TEXT
) STRICT;

CREATE TABLE seal_pictures (
    id  INTEGER PRIMARY KEY,
    svg TEXT NOT NULL
) STRICT;

CREATE TABLE seal_registrations (
    number     TEXT PRIMARY KEY,
    person     INTEGER NOT NULL REFERENCES persons (id),
    registered TEXT NOT NULL CHECK (date(registered) IS registered),
    picture    INTEGER NOT NULL REFERENCES seal_pictures (id),
    cancelled  TEXT CHECK (date(cancelled) IS cancelled) -- 廃印
) STRICT;
CREATE UNIQUE INDEX one_living_seal_a_person ON seal_registrations (person) WHERE cancelled IS NULL;

-- What the tax office holds of a person for one fiscal year. The labelled sums are JSON: [[label, sum], ...].
CREATE TABLE tax_records (
    person                INTEGER NOT NULL REFERENCES persons (id),
    year                  INTEGER NOT NULL CHECK (year BETWEEN 1950 AND 2999),
    address               TEXT NOT NULL,
    incomes               TEXT NOT NULL CHECK (json_type(incomes) IS 'array'),
    total_income          INTEGER NOT NULL,
    deductions            TEXT NOT NULL CHECK (json_type(deductions) IS 'array'),
    dependants            TEXT NOT NULL CHECK (json_type(dependants) IS 'array'),
    tax_base              INTEGER NOT NULL,
    city_income_levy      INTEGER NOT NULL,
    city_per_capita       INTEGER NOT NULL,
    prefecture_income_levy INTEGER NOT NULL,
    prefecture_per_capita INTEGER NOT NULL,
    PRIMARY KEY (person, year)
) STRICT;

CREATE TABLE family_registers (
    id           INTEGER PRIMARY KEY,
    domicile     TEXT NOT NULL CHECK (domicile <> ''), -- 本籍
    family_name  TEXT NOT NULL CHECK (family_name <> ''),
    head         TEXT NOT NULL CHECK (head <> ''), -- 筆頭者, given name
    made         TEXT NOT NULL CHECK (date(made) IS made),
    made_because TEXT NOT NULL,
    updating     INTEGER NOT NULL DEFAULT 0 CHECK (updating IN (0, 1)) -- a notification is filed and not entered yet
) STRICT;

CREATE TABLE family_members (
    id           INTEGER PRIMARY KEY,
    register     INTEGER NOT NULL REFERENCES family_registers (id),
    position     INTEGER NOT NULL CHECK (position >= 1),
    given_name   TEXT NOT NULL CHECK (given_name <> ''),
    kana         TEXT NOT NULL,
    born         TEXT NOT NULL CHECK (date(born) IS born),
    spouse       TEXT CHECK (spouse IN ('夫', '妻')),
    father       TEXT NOT NULL,
    mother       TEXT NOT NULL,
    relationship TEXT NOT NULL,
    struck_off   TEXT CHECK (date(struck_off) IS struck_off), -- 除籍
    person       INTEGER REFERENCES persons (id), -- where he or she lives in this city
    UNIQUE (register, position)
) STRICT;
CREATE UNIQUE INDEX one_living_family_register_a_person ON family_members (person) WHERE struck_off IS NULL;

-- 身分事項. The lines are JSON: [[label, text], ...].
CREATE TABLE family_events (
    member   INTEGER NOT NULL REFERENCES family_members (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    title    TEXT NOT NULL CHECK (title <> ''),
    lines    TEXT NOT NULL CHECK (json_type(lines) IS 'array'),
    PRIMARY KEY (member, position)
) STRICT, WITHOUT ROWID;

-- 戸籍の附票: where a person lived since when.
CREATE TABLE appendix_addresses (
    member  INTEGER NOT NULL REFERENCES family_members (id),
    since   TEXT NOT NULL CHECK (date(since) IS since),
    address TEXT NOT NULL CHECK (address <> ''),
    PRIMARY KEY (member, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
    household INTEGER REFERENCES households (id),
    person    INTEGER REFERENCES persons (id),
    member    INTEGER REFERENCES family_members (id), -- one who lives elsewhere
    kind      TEXT NOT NULL CHECK (
        kind IN ('support-measure', 'move-out-filed', 'change-pending', 'letter-pending', 'card-use-stopped')
    ),
    CHECK ((household IS NOT NULL) + (person IS NOT NULL) + (member IS NOT NULL) = 1)
) STRICT;

-- The certificate of a card and the person it belongs to. The pair never leaves this register, neither plain nor hashed.
CREATE TABLE links (
    issuer      BLOB NOT NULL, -- issuer name, DER
    serial      BLOB NOT NULL, -- serial number, big-endian, no leading zero byte
    person      INTEGER NOT NULL REFERENCES persons (id),
    usable_from TEXT NOT NULL CHECK (date(usable_from) IS usable_from), -- the day after issue or change of the PIN
    PRIMARY KEY (issuer, serial)
) STRICT, WITHOUT ROWID;

-- Registrations of use (利用登録) of card holders who live elsewhere. What they wrote lies sealed in the signed statement.
CREATE TABLE registrations (
    id            INTEGER PRIMARY KEY,
    reference     TEXT NOT NULL UNIQUE,
    issuer        BLOB NOT NULL,
    serial        BLOB NOT NULL,
    filed         TEXT NOT NULL CHECK (date(filed) IS filed),
    statement     BLOB NOT NULL UNIQUE, -- COSE_Sign1 over the application, as it was filed
    state         TEXT NOT NULL CHECK (state IN ('examining', 'accepted', 'rejected')),
    usable_from   TEXT NOT NULL CHECK (date(usable_from) IS usable_from),
    family_member INTEGER REFERENCES family_members (id),
    CHECK ((state = 'accepted') = (family_member IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_open_registration_a_card ON registrations (issuer, serial) WHERE state <> 'rejected';

-- What the office did and looked at: kept, never changed.
CREATE TABLE acts (
    id   INTEGER PRIMARY KEY,
    at   TEXT NOT NULL CHECK (datetime(at) IS NOT NULL), -- Japan time
    who  TEXT NOT NULL CHECK (trim(who) <> ''),
    what TEXT NOT NULL CHECK (what <> ''),
    about TEXT NOT NULL -- a reference, a member's number, or what was searched for
) STRICT;
CREATE TRIGGER acts_are_never_changed BEFORE UPDATE ON acts BEGIN SELECT raise(ABORT, 'an act is never changed'); END;
CREATE TRIGGER acts_are_never_removed BEFORE DELETE ON acts BEGIN SELECT raise(ABORT, 'an act is never removed'); END;
