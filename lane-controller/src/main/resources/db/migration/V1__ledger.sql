-- The ledger of one lane. Rows are only ever added; what the station has is a mark in a table of its own.

CREATE TABLE ledger (
    one                 TINYINT PRIMARY KEY CHECK (one = 1),
    uuid                UUID NOT NULL,
    created_wall_millis BIGINT NOT NULL
);

CREATE TABLE entry (
    seq              BIGINT PRIMARY KEY,      -- from 1, no gaps
    station_no       BIGINT NOT NULL,         -- how many entries up to and including this one are for the station
    kind             VARCHAR(32) NOT NULL,    -- stored name of the kind; amounts and ids below repeat the body for searching
    transaction_id   VARCHAR(255),
    once_no          BIGINT NOT NULL,         -- what a transaction has once has a number of its own from 1, all else is -seq
    passage_id       VARCHAR(255),
    entry_passage_id VARCHAR(255) UNIQUE,     -- passage id of an entry transaction
    plate            VARCHAR(255),
    vehicle_number   BIGINT,
    amount_fen       BIGINT,
    wall_millis      BIGINT NOT NULL,
    for_station      BOOLEAN NOT NULL,
    body             VARCHAR(1000000) NOT NULL
);
CREATE UNIQUE INDEX entry_transaction ON entry (transaction_id, once_no);
CREATE INDEX entry_wall ON entry (wall_millis DESC);
CREATE INDEX entry_plate ON entry (plate);

CREATE TABLE open_transaction (
    transaction_id   VARCHAR(255) PRIMARY KEY,
    intended_seq     BIGINT NOT NULL,
    unknown_recorded BOOLEAN NOT NULL
);

CREATE TABLE acknowledged (
    one        TINYINT PRIMARY KEY CHECK (one = 1),
    seq        BIGINT NOT NULL,
    station_no BIGINT NOT NULL
);
INSERT INTO acknowledged VALUES (1, 0, 0);
