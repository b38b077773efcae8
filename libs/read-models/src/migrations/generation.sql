-- The tables of one generation; run with the search path set to its schema. Instants are microseconds since 1970 as
-- bigint, so that they compare and sort exactly as the log stamps them; 9223372036854775807 is "still so". A row of a
-- read model is valid from its first day (included) to its last (excluded), known from an instant (included) to
-- another (excluded).

-- How far each partition is folded. Written in the transaction of the rows, compared before it is set.
create table position (
  topic text not null,
  partition integer not null,
  next_offset bigint not null default 0,
  -- The known time of the last record, and the instant up to which nothing is missing.
  known bigint not null default 0,
  caught_up bigint not null default 0,
  -- How often events that waited were tried again; compared with the offset, because rows change and the offset does not.
  redrives integer not null default 0,
  primary key (topic, partition)
);

create table report (
  report_id uuid primary key,
  source_id text not null,
  uri text,
  revises uuid,
  known bigint not null,
  -- Of its publication, else of its coming in; UTC.
  day date not null,
  -- Title and body, marks taken off the letters.
  words tsvector not null,
  partition integer not null,
  "offset" bigint not null,
  value bytea not null
);
-- What a source has told by a day, as known at an instant, is counted without reading a report.
create index report_source on report (source_id, known, day) include (report_id);
create index report_known on report (known);
create index report_words on report using gin (words);

-- A list of ids that one position names.
create table batch (
  id uuid primary key,
  ids uuid[] not null
);

create table event (
  event_id uuid primary key,
  type text not null,
  subject text not null,
  submission uuid not null,
  -- The read model and unit whose rows it changes; null for what changes none.
  unit text,
  -- What a review is about.
  of_event uuid,
  -- How many events the submission caused besides this one, which is its last; null on all others.
  closes integer,
  recorded bigint not null,
  known bigint not null,
  partition integer not null,
  "offset" bigint not null,
  value bytea not null
);
create index event_submission on event (submission);
-- What a report claims, without reading the claims: for all that a source told, and for the facets of a search.
create index event_claim on event (submission) include (event_id, type, subject, known)
  where unit is not null and of_event is null;
create index event_subject on event (subject, known);
create index event_type on event (type, known, event_id);
create index event_silent on event (known, submission) where type = 'ReportRecorded' and closes = 0;
create index event_known on event (known, event_id);
-- What became known later than it was stamped: a clock went back, which is rare. All else is found by when it was known.
create index event_belated on event (known, event_id) where known > recorded + 1000000;
create index event_unit on event (unit, known) where unit is not null;
-- What one authority does, whatever the country or programme.
create index event_authority on event (split_part(subject, '/', 2), type, known) where starts_with(subject, 'sanction/');
create index event_of on event (of_event) where of_event is not null;
-- What was taken back: a person may have reviewed it before.
create index event_retracted on event (of_event, known) where type = 'ClaimRetracted';

-- Whom an event names that is not filed under that name's block: members of groups, both sides of a judgement of identity.
create table mention (
  event_id uuid not null,
  -- The id of the spelling.
  spelling uuid not null,
  name text not null,
  country text not null,
  keys text[] not null,
  known bigint not null,
  primary key (event_id, spelling)
);
create index mention_spelling on mention (spelling);
create index mention_keys on mention using gin (keys);
create unique index event_place on event (partition, "offset");

-- Events that waited and were taken in later: where the partition stood then, and by which of its redrives. What changes
-- rows is read in this order, so that whoever reads changes misses none that came below his place.
create table redriven (
  partition integer not null,
  landed bigint not null,
  redrive integer not null,
  "offset" bigint not null,
  event_id uuid not null unique references event,
  primary key (partition, landed, redrive, "offset")
);

-- Units whose rows are written together since judgements tie them: `tie` is the first of them by name.
create table tied_unit (
  unit text primary key,
  tie text not null
);
create index tied_unit_tie on tied_unit (tie);

-- Events that were told of, and made other changes after one of a tied unit that was known before them came in later, in
-- another partition: they are told again where that one came, after what came with it. The order is that of `redriven`.
-- Before them the one that came in late tells what its readers have and nobody will end, since it is no more: `ended`.
create table retold (
  partition integer not null,
  landed bigint not null,
  redrive integer not null,
  place bigint not null,
  event_id uuid not null references event,
  ended jsonb,
  primary key (partition, landed, redrive, place)
);
create index retold_event on retold (event_id);

-- A subject one of whose events can't be folded waits here, in order, and its readers are told.
create table parked_subject (
  subject text primary key,
  partition integer not null,
  since bigint not null,
  reason text not null
);
create table parked_event (
  partition integer not null,
  "offset" bigint not null,
  subject text not null references parked_subject,
  submission uuid,
  known bigint not null,
  value bytea not null,
  primary key (partition, "offset")
);
create index parked_event_subject on parked_event (subject, "offset");
create index parked_event_submission on parked_event (submission);
-- A submission that can't be read or written; nothing waits behind it.
create table parked_report (
  partition integer not null,
  "offset" bigint not null,
  key text not null,
  submission uuid,
  known bigint not null,
  reason text not null,
  value bytea not null,
  primary key (partition, "offset")
);

-- On which events a row rests, whatever its span of days. What an answer says beside a row's columns is composed of
-- these when it is read, so that a row need not be written again for every report that repeats it.
create table basis (
  id uuid not null,
  event_id uuid not null,
  confirmed boolean not null,
  known_from bigint not null,
  known_to bigint not null,
  -- What the claim by itself gives its place in the queue of reviews, and what that queue is filtered by.
  priority smallint not null,
  claim_type text not null,
  claim_country text,
  primary key (id, event_id, known_from)
);
-- The queue of reviews, read from its head: only what nobody has reviewed, so that it stays as short as the work that is left.
create index basis_unreviewed on basis (priority desc, event_id) include (id, known_from, claim_type, claim_country)
  where not confirmed and known_to = 9223372036854775807;
create index basis_event on basis (event_id);
create index basis_begun on basis (known_from);
create index basis_ended on basis (known_to) where known_to < 9223372036854775807;

create table prisoner (
  id uuid not null,
  valid_from date not null,
  known_from bigint not null,
  valid_to date not null,
  known_to bigint not null,
  certain boolean not null,
  unit text not null,
  subject text not null,
  name text not null,
  country text not null,
  status text not null,
  since_earliest date,
  since_latest date,
  names text not null,
  keys text not null,
  primary key (id, valid_from, known_from)
);
create index prisoner_keys on prisoner using gin (string_to_array(keys, ' '));
-- A list's index has both clocks, and what lists are filtered by: what is not so then is passed over without being read.
create index prisoner_list on prisoner (name, id, known_from, known_to, valid_from, valid_to);
create index prisoner_country on prisoner (country, name, id, known_from, known_to, valid_from, valid_to);
-- Who is held in a country is asked most, and most who were are so no longer.
create index prisoner_held on prisoner (country, status, name, id, known_from, known_to, valid_from, valid_to);
create index prisoner_status on prisoner (status, name, id, known_from, known_to, valid_from, valid_to);
create index prisoner_begun on prisoner (known_from);
create index prisoner_ended on prisoner (known_to) where known_to < 9223372036854775807;

create table sanction (
  id uuid not null,
  valid_from date not null,
  known_from bigint not null,
  valid_to date not null,
  known_to bigint not null,
  certain boolean not null,
  unit text not null,
  subject text not null,
  authority text not null,
  country text,
  target text not null,
  status text not null,
  since_earliest date,
  since_latest date,
  keys text not null,
  primary key (id, valid_from, known_from)
);
create index sanction_target on sanction (lower(target));
create index sanction_keys on sanction using gin (string_to_array(keys, ' '));
create index sanction_list on sanction (target, id, known_from, known_to, valid_from, valid_to, authority, country, status);
create index sanction_begun on sanction (known_from);
create index sanction_ended on sanction (known_to) where known_to < 9223372036854775807;

create table release (
  id uuid not null,
  valid_from date not null,
  known_from bigint not null,
  valid_to date not null,
  known_to bigint not null,
  certain boolean not null,
  unit text not null,
  subject text not null,
  country text not null,
  kind text not null,
  modality text not null,
  count integer not null,
  primary key (id, valid_from, known_from)
);
create index release_list on release (valid_from, id, known_from, known_to, valid_to, kind, modality);
create index release_country on release (country, valid_from, id, known_from, known_to, valid_to);
create index release_begun on release (known_from);
create index release_ended on release (known_to) where known_to < 9223372036854775807;

create table count (
  id uuid not null,
  valid_from date not null,
  known_from bigint not null,
  valid_to date not null,
  known_to bigint not null,
  certain boolean not null,
  unit text not null,
  subject text not null,
  country text not null,
  metric text not null,
  value integer not null,
  primary key (id, valid_from, known_from)
);
create index count_list on count (valid_from, id, known_from, known_to, valid_to, metric);
create index count_country on count (country, valid_from, id, known_from, known_to, valid_to, metric);
create index count_begun on count (known_from);
create index count_ended on count (known_to) where known_to < 9223372036854775807;

create table exchange (
  id uuid not null,
  valid_from date not null,
  known_from bigint not null,
  valid_to date not null,
  known_to bigint not null,
  certain boolean not null,
  unit text not null,
  subject text not null,
  parties text not null,
  link text not null,
  modality text not null,
  primary key (id, valid_from, known_from)
);
create index exchange_list on exchange (valid_from, id, known_from, known_to, valid_to, parties, link);
create index exchange_begun on exchange (known_from);
create index exchange_ended on exchange (known_to) where known_to < 9223372036854775807;

create table programme (
  id uuid not null,
  valid_from date not null,
  known_from bigint not null,
  valid_to date not null,
  known_to bigint not null,
  certain boolean not null,
  unit text not null,
  subject text not null,
  authority text not null,
  country text,
  programme text not null,
  modality text not null,
  until date,
  primary key (id, valid_from, known_from)
);
create index programme_list on programme (programme, id, known_from);
create index programme_begun on programme (known_from);
create index programme_ended on programme (known_to) where known_to < 9223372036854775807;
