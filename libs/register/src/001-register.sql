-- The register: by id, where in the log a thing is. An index, not a record: all of it but the ledger's birth can be
-- rebuilt from the log.
create schema if not exists register;

create table register.ledger (
  one boolean primary key default true check (one),
  id uuid not null,
  name text not null,
  partitions integer not null,
  -- Where its log is: `postgres` (this database) or `kafka`.
  log text not null,
  born timestamptz not null default now()
);

-- The first offset of an id owns it: whatever repeats the id later, at another offset, is a duplicate. The owner can
-- come back to its record as often as crashes make it, and nobody else ever passes.
create table register.submission (
  id uuid primary key,
  type text not null,
  partition integer not null,
  "offset" bigint not null,
  source text,
  revises uuid
);
create index on register.submission (revises) where revises is not null;

create table register.event (
  id uuid primary key,
  type text not null,
  subject text not null,
  submission uuid not null,
  partition integer not null,
  "offset" bigint not null
);
create index on register.event (submission);

-- How far the register knows the `reports` topic, and how far its events are in the log for certain: the position from
-- which a batch was read is one that the recorder's pipe has committed.
create table register.progress (
  partition integer primary key,
  next_offset bigint not null default 0,
  committed bigint not null default 0
);
