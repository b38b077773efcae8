-- The log in tables. Everything here is made in the ledger's own schema, which is the search path of the migration.

CREATE TABLE topic (
  name text PRIMARY KEY,
  partitions integer NOT NULL CHECK (partitions > 0)
);

-- The next free offset of each partition. Whoever writes holds the row's lock from before its records are stamped until
-- they are committed: so offsets have no gap, records become visible in the order of their offsets, and whoever waits
-- for the lock knows that nothing with an earlier stamp is still to come. Room is left in the pages because each append
-- updates a row.
CREATE TABLE counter (
  topic text NOT NULL REFERENCES topic,
  partition integer NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0 CHECK (next_offset >= 0),
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 20);

CREATE TABLE record (
  topic text NOT NULL,
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  key text NOT NULL,
  value bytea NOT NULL,
  stamped timestamptz NOT NULL,
  PRIMARY KEY (topic, partition, "offset")
);

-- Where the pipes of a group have committed.
CREATE TABLE position (
  group_name text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0 CHECK (next_offset >= 0),
  PRIMARY KEY (group_name, topic, partition)
) WITH (fillfactor = 20);

-- Who is at work in a group. What a crash of the server empties is written again with the next heartbeat.
CREATE UNLOGGED TABLE member (
  group_name text NOT NULL,
  topic text NOT NULL,
  member uuid NOT NULL,
  seen timestamptz NOT NULL,
  PRIMARY KEY (group_name, topic, member)
) WITH (fillfactor = 20);

-- Immutability is a grant: nobody who works with the log may change or remove a record. (A row lock asks for UPDATE on
-- one column of its table, which is why the counter can be locked and a record can not.)
GRANT SELECT ON migration, topic TO clemency_log;
GRANT SELECT, INSERT ON record TO clemency_log;
GRANT SELECT, UPDATE (next_offset) ON counter TO clemency_log;
GRANT SELECT, INSERT, UPDATE (next_offset) ON position TO clemency_log;
GRANT SELECT, INSERT, UPDATE (seen), DELETE ON member TO clemency_log;
