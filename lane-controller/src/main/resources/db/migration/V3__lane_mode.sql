-- The mode the lane was in last: a restart must not open what somebody has closed.
CREATE TABLE lane_mode (
    one  TINYINT PRIMARY KEY CHECK (one = 1),
    body VARCHAR(1000000) NOT NULL
);
INSERT INTO lane_mode SELECT 1, body FROM entry WHERE kind = 'lane-mode-changed' ORDER BY seq DESC FETCH FIRST 1 ROW ONLY;
