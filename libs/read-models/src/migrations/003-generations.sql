-- Generations beside the one that answers. `shape` is the release's name for its tables and folds: only who knows it may
-- write or read them. A scratch is made for an audit, compared and dropped; nobody follows the log for it.
alter table read.generation add column shape text;
update read.generation set shape = name;
alter table read.generation alter column shape set not null;
alter table read.generation add column state text not null default 'ready' check (state in ('building', 'ready', 'retired'));
alter table read.generation add column scratch boolean not null default false;

-- What a build has set out to do, so that who was interrupted goes on: with other code it begins anew.
create table read.build (
  generation text primary key references read.generation on delete cascade,
  code text not null,
  -- Only what was known up to this instant; null: all of it.
  up_to bigint,
  -- Where each partition ends, by topic.
  ends jsonb not null,
  -- Each partition of events is built in so many parts, so that one of them fits into memory.
  parts integer not null,
  -- What is made when the rows are there: keys and indexes.
  finishing text[] not null
);

-- Parts whose rows are in.
create table read.build_part (
  generation text not null references read.build on delete cascade,
  partition integer not null,
  part integer not null,
  next_offset bigint not null,
  known bigint not null,
  events bigint not null,
  rows bigint not null,
  -- Units that judgements tie to others, whose rows are made when the events of all are there.
  tied text[] not null,
  primary key (generation, partition, part)
);
grant select on read.build, read.build_part to clemency_reader;

-- What was done and is not said in the log yet: written in the transaction of the deed, taken by whoever appends it.
create table read.pending_act (
  id uuid primary key,
  act jsonb not null
);
grant select on read.pending_act to clemency_reader;
