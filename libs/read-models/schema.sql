-- The read models' tables as the migrations leave them, read back from the server. Not run by anything: a test compares
-- it with a migrated database, so that whoever changes a table sees here what becomes of it.
create schema read;
create schema read_g3;

create table read.build (
  generation text not null,
  code text not null,
  up_to bigint,
  ends jsonb not null,
  parts integer not null,
  finishing text[] not null,
  constraint build_pkey PRIMARY KEY (generation),
  constraint build_generation_fkey FOREIGN KEY (generation) REFERENCES read.generation(name) ON DELETE CASCADE
);

create table read.build_part (
  generation text not null,
  partition integer not null,
  part integer not null,
  next_offset bigint not null,
  known bigint not null,
  events bigint not null,
  rows bigint not null,
  tied text[] not null,
  constraint build_part_pkey PRIMARY KEY (generation, partition, part),
  constraint build_part_generation_fkey FOREIGN KEY (generation) REFERENCES read.build(generation) ON DELETE CASCADE
);

create table read.generation (
  name text not null,
  built timestamp with time zone not null default now(),
  shape text not null,
  state text not null default 'ready'::text,
  scratch boolean not null default false,
  constraint generation_pkey PRIMARY KEY (name),
  constraint generation_state_check CHECK ((state = ANY (ARRAY['building'::text, 'ready'::text, 'retired'::text])))
);

create table read.pending_act (
  id uuid not null,
  act jsonb not null,
  constraint pending_act_pkey PRIMARY KEY (id)
);

create table read.pointer (
  one boolean not null default true,
  generation text not null,
  constraint pointer_pkey PRIMARY KEY (one),
  constraint pointer_generation_fkey FOREIGN KEY (generation) REFERENCES read.generation(name),
  constraint pointer_one_check CHECK (one)
);

create table read.redrive (
  request uuid not null,
  generation text not null,
  subject text not null,
  ordered timestamp with time zone not null default now(),
  done timestamp with time zone,
  folded integer,
  reason text,
  constraint redrive_pkey PRIMARY KEY (request, subject)
);
CREATE INDEX redrive_open ON read.redrive USING btree (ordered) WHERE (done IS NULL);

create table read_g3."position" (
  topic text not null,
  partition integer not null,
  next_offset bigint not null default 0,
  known bigint not null default 0,
  caught_up bigint not null default 0,
  redrives integer not null default 0,
  constraint position_pkey PRIMARY KEY (topic, partition)
);

create table read_g3.basis (
  id uuid not null,
  event_id uuid not null,
  confirmed boolean not null,
  known_from bigint not null,
  known_to bigint not null,
  priority smallint not null,
  claim_type text not null,
  claim_country text,
  constraint basis_pkey PRIMARY KEY (id, event_id, known_from)
);
CREATE INDEX basis_begun ON read_g3.basis USING btree (known_from);
CREATE INDEX basis_ended ON read_g3.basis USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);
CREATE INDEX basis_event ON read_g3.basis USING btree (event_id);
CREATE INDEX basis_unreviewed ON read_g3.basis USING btree (priority DESC, event_id) INCLUDE (id, known_from, claim_type, claim_country) WHERE ((NOT confirmed) AND (known_to = '9223372036854775807'::bigint));

create table read_g3.batch (
  id uuid not null,
  ids uuid[] not null,
  constraint batch_pkey PRIMARY KEY (id)
);

create table read_g3.count (
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
  constraint count_pkey PRIMARY KEY (id, valid_from, known_from)
);
CREATE INDEX count_begun ON read_g3.count USING btree (known_from);
CREATE INDEX count_country ON read_g3.count USING btree (country, valid_from, id, known_from, known_to, valid_to, metric);
CREATE INDEX count_ended ON read_g3.count USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);
CREATE INDEX count_list ON read_g3.count USING btree (valid_from, id, known_from, known_to, valid_to, metric);

create table read_g3.event (
  event_id uuid not null,
  type text not null,
  subject text not null,
  submission uuid not null,
  unit text,
  of_event uuid,
  closes integer,
  recorded bigint not null,
  known bigint not null,
  partition integer not null,
  "offset" bigint not null,
  value bytea not null,
  constraint event_pkey PRIMARY KEY (event_id)
);
CREATE INDEX event_authority ON read_g3.event USING btree (split_part(subject, '/'::text, 2), type, known) WHERE starts_with(subject, 'sanction/'::text);
CREATE INDEX event_belated ON read_g3.event USING btree (known, event_id) WHERE (known > (recorded + 1000000));
CREATE INDEX event_claim ON read_g3.event USING btree (submission) INCLUDE (event_id, type, subject, known) WHERE ((unit IS NOT NULL) AND (of_event IS NULL));
CREATE INDEX event_known ON read_g3.event USING btree (known, event_id);
CREATE INDEX event_of ON read_g3.event USING btree (of_event) WHERE (of_event IS NOT NULL);
CREATE INDEX event_retracted ON read_g3.event USING btree (of_event, known) WHERE (type = 'ClaimRetracted'::text);
CREATE INDEX event_silent ON read_g3.event USING btree (known, submission) WHERE ((type = 'ReportRecorded'::text) AND (closes = 0));
CREATE INDEX event_subject ON read_g3.event USING btree (subject, known);
CREATE INDEX event_submission ON read_g3.event USING btree (submission);
CREATE INDEX event_type ON read_g3.event USING btree (type, known, event_id);
CREATE INDEX event_unit ON read_g3.event USING btree (unit, known) WHERE (unit IS NOT NULL);
CREATE UNIQUE INDEX event_place ON read_g3.event USING btree (partition, "offset");

create table read_g3.exchange (
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
  constraint exchange_pkey PRIMARY KEY (id, valid_from, known_from)
);
CREATE INDEX exchange_begun ON read_g3.exchange USING btree (known_from);
CREATE INDEX exchange_ended ON read_g3.exchange USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);
CREATE INDEX exchange_list ON read_g3.exchange USING btree (valid_from, id, known_from, known_to, valid_to, parties, link);

create table read_g3.mention (
  event_id uuid not null,
  spelling uuid not null,
  name text not null,
  country text not null,
  keys text[] not null,
  known bigint not null,
  constraint mention_pkey PRIMARY KEY (event_id, spelling)
);
CREATE INDEX mention_keys ON read_g3.mention USING gin (keys);
CREATE INDEX mention_spelling ON read_g3.mention USING btree (spelling);

create table read_g3.parked_event (
  partition integer not null,
  "offset" bigint not null,
  subject text not null,
  submission uuid,
  known bigint not null,
  value bytea not null,
  constraint parked_event_pkey PRIMARY KEY (partition, "offset"),
  constraint parked_event_subject_fkey FOREIGN KEY (subject) REFERENCES read_g3.parked_subject(subject)
);
CREATE INDEX parked_event_subject ON read_g3.parked_event USING btree (subject, "offset");
CREATE INDEX parked_event_submission ON read_g3.parked_event USING btree (submission);

create table read_g3.parked_report (
  partition integer not null,
  "offset" bigint not null,
  key text not null,
  submission uuid,
  known bigint not null,
  reason text not null,
  value bytea not null,
  constraint parked_report_pkey PRIMARY KEY (partition, "offset")
);

create table read_g3.parked_subject (
  subject text not null,
  partition integer not null,
  since bigint not null,
  reason text not null,
  constraint parked_subject_pkey PRIMARY KEY (subject)
);

create table read_g3.prisoner (
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
  constraint prisoner_pkey PRIMARY KEY (id, valid_from, known_from)
);
CREATE INDEX prisoner_begun ON read_g3.prisoner USING btree (known_from);
CREATE INDEX prisoner_country ON read_g3.prisoner USING btree (country, name, id, known_from, known_to, valid_from, valid_to);
CREATE INDEX prisoner_ended ON read_g3.prisoner USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);
CREATE INDEX prisoner_held ON read_g3.prisoner USING btree (country, status, name, id, known_from, known_to, valid_from, valid_to);
CREATE INDEX prisoner_keys ON read_g3.prisoner USING gin (string_to_array(keys, ' '::text));
CREATE INDEX prisoner_list ON read_g3.prisoner USING btree (name, id, known_from, known_to, valid_from, valid_to);
CREATE INDEX prisoner_status ON read_g3.prisoner USING btree (status, name, id, known_from, known_to, valid_from, valid_to);

create table read_g3.programme (
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
  constraint programme_pkey PRIMARY KEY (id, valid_from, known_from)
);
CREATE INDEX programme_begun ON read_g3.programme USING btree (known_from);
CREATE INDEX programme_ended ON read_g3.programme USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);
CREATE INDEX programme_list ON read_g3.programme USING btree (programme, id, known_from);

create table read_g3.redriven (
  partition integer not null,
  landed bigint not null,
  redrive integer not null,
  "offset" bigint not null,
  event_id uuid not null,
  constraint redriven_event_id_key UNIQUE (event_id),
  constraint redriven_pkey PRIMARY KEY (partition, landed, redrive, "offset"),
  constraint redriven_event_id_fkey FOREIGN KEY (event_id) REFERENCES read_g3.event(event_id)
);

create table read_g3.release (
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
  constraint release_pkey PRIMARY KEY (id, valid_from, known_from)
);
CREATE INDEX release_begun ON read_g3.release USING btree (known_from);
CREATE INDEX release_country ON read_g3.release USING btree (country, valid_from, id, known_from, known_to, valid_to);
CREATE INDEX release_ended ON read_g3.release USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);
CREATE INDEX release_list ON read_g3.release USING btree (valid_from, id, known_from, known_to, valid_to, kind, modality);

create table read_g3.report (
  report_id uuid not null,
  source_id text not null,
  uri text,
  revises uuid,
  known bigint not null,
  day date not null,
  words tsvector not null,
  partition integer not null,
  "offset" bigint not null,
  value bytea not null,
  constraint report_pkey PRIMARY KEY (report_id)
);
CREATE INDEX report_known ON read_g3.report USING btree (known);
CREATE INDEX report_source ON read_g3.report USING btree (source_id, known, day) INCLUDE (report_id);
CREATE INDEX report_words ON read_g3.report USING gin (words);

create table read_g3.retold (
  partition integer not null,
  landed bigint not null,
  redrive integer not null,
  place bigint not null,
  event_id uuid not null,
  ended jsonb,
  constraint retold_pkey PRIMARY KEY (partition, landed, redrive, place),
  constraint retold_event_id_fkey FOREIGN KEY (event_id) REFERENCES read_g3.event(event_id)
);
CREATE INDEX retold_event ON read_g3.retold USING btree (event_id);

create table read_g3.sanction (
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
  constraint sanction_pkey PRIMARY KEY (id, valid_from, known_from)
);
CREATE INDEX sanction_begun ON read_g3.sanction USING btree (known_from);
CREATE INDEX sanction_ended ON read_g3.sanction USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);
CREATE INDEX sanction_keys ON read_g3.sanction USING gin (string_to_array(keys, ' '::text));
CREATE INDEX sanction_list ON read_g3.sanction USING btree (target, id, known_from, known_to, valid_from, valid_to, authority, country, status);
CREATE INDEX sanction_target ON read_g3.sanction USING btree (lower(target));

create table read_g3.tied_unit (
  unit text not null,
  tie text not null,
  constraint tied_unit_pkey PRIMARY KEY (unit)
);
CREATE INDEX tied_unit_tie ON read_g3.tied_unit USING btree (tie);

grant usage on schema read to clemency_reader;
grant usage on schema read_g3 to clemency_reader;
grant select on read.build to clemency_reader;
grant select on read.build_part to clemency_reader;
grant select on read.generation to clemency_reader;
grant select on read.pending_act to clemency_reader;
grant select on read.pointer to clemency_reader;
grant select on read.redrive to clemency_reader;
grant select on read_g3."position" to clemency_reader;
grant select on read_g3.basis to clemency_reader;
grant select on read_g3.batch to clemency_reader;
grant select on read_g3.count to clemency_reader;
grant select on read_g3.event to clemency_reader;
grant select on read_g3.exchange to clemency_reader;
grant select on read_g3.mention to clemency_reader;
grant select on read_g3.parked_event to clemency_reader;
grant select on read_g3.parked_report to clemency_reader;
grant select on read_g3.parked_subject to clemency_reader;
grant select on read_g3.prisoner to clemency_reader;
grant select on read_g3.programme to clemency_reader;
grant select on read_g3.redriven to clemency_reader;
grant select on read_g3.release to clemency_reader;
grant select on read_g3.report to clemency_reader;
grant select on read_g3.retold to clemency_reader;
grant select on read_g3.sanction to clemency_reader;
grant select on read_g3.tied_unit to clemency_reader;
