-- Old acknowledged rows can be removed: what must outlive them gets tables of its own.

CREATE TABLE high_water (
    one            TINYINT PRIMARY KEY CHECK (one = 1),
    last_seq       BIGINT NOT NULL,
    station_no     BIGINT NOT NULL,
    last_id        VARCHAR(16) NOT NULL,      -- highest batch and serial of a transaction id, empty when none
    purged_id      VARCHAR(16) NOT NULL,      -- the same among the removed rows: nothing up to here is accepted again
    vehicle_number BIGINT NOT NULL
);
INSERT INTO high_water
    SELECT 1, COALESCE(MAX(seq), 0), COALESCE(MAX(station_no), 0),
           COALESCE(MAX(CASE WHEN kind = 'intended' AND REGEXP_LIKE(transaction_id, '^.{21}[0-9]{16}$')
                             THEN SUBSTRING(transaction_id FROM 22) END), ''),
           '', COALESCE(MAX(vehicle_number), 0)
    FROM entry;

-- Passage ids of entry transactions, and removed transaction ids that have no batch and serial. Never emptied.
CREATE TABLE used_id (id VARCHAR(255) PRIMARY KEY);
INSERT INTO used_id SELECT entry_passage_id FROM entry WHERE entry_passage_id IS NOT NULL;
ALTER TABLE entry DROP COLUMN entry_passage_id;
