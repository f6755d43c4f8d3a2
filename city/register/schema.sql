-- The register of residents and seals. `version` counts every change of every row, whoever makes it: triggers, not habits.

CREATE TABLE state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version  INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0);

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

CREATE TABLE blocks (
    household INTEGER REFERENCES households (id),
    person    INTEGER REFERENCES persons (id),
    kind      TEXT NOT NULL CHECK (kind IN ('support-measure', 'move-out-filed', 'change-pending', 'letter-pending')),
    CHECK ((household IS NULL) <> (person IS NULL))
) STRICT;

-- The certificate of a card and the person it belongs to. The pair never leaves this register, neither plain nor hashed.
CREATE TABLE links (
    issuer BLOB NOT NULL, -- issuer name, DER
    serial BLOB NOT NULL, -- serial number, big-endian, no leading zero byte
    person INTEGER NOT NULL REFERENCES persons (id),
    PRIMARY KEY (issuer, serial)
) STRICT, WITHOUT ROWID;
