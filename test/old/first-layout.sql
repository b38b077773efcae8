-- The database of an embedded home as the first releases made it: their tables (PostgreSQL log version 1, register without
-- `committed`, read models of the first generation) and what they stored of one report and one review. Test data: a
-- folder with these tables must open with every later release. Never changed.
do $$ begin create role clemency_log nologin; exception when duplicate_object then null; end $$;
grant clemency_log to current_user;

create schema log;
grant usage on schema log to clemency_log;
set search_path to log;
create table migration (version integer primary key, name text not null, applied timestamptz not null default now());
CREATE TABLE topic (
  name text PRIMARY KEY,
  partitions integer NOT NULL CHECK (partitions > 0)
);

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

CREATE TABLE position (
  group_name text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0 CHECK (next_offset >= 0),
  PRIMARY KEY (group_name, topic, partition)
) WITH (fillfactor = 20);

CREATE UNLOGGED TABLE member (
  group_name text NOT NULL,
  topic text NOT NULL,
  member uuid NOT NULL,
  seen timestamptz NOT NULL,
  PRIMARY KEY (group_name, topic, member)
) WITH (fillfactor = 20);

GRANT SELECT ON migration, topic TO clemency_log;
GRANT SELECT, INSERT ON record TO clemency_log;
GRANT SELECT, UPDATE (next_offset) ON counter TO clemency_log;
GRANT SELECT, INSERT, UPDATE (next_offset) ON position TO clemency_log;
GRANT SELECT, INSERT, UPDATE (seen), DELETE ON member TO clemency_log;
reset search_path;

create schema if not exists register;

create table register.ledger (
  one boolean primary key default true check (one),
  id uuid not null,
  name text not null,
  partitions integer not null,
  log text not null,
  born timestamptz not null default now()
);

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

create table register.progress (
  partition integer primary key,
  next_offset bigint not null
);

create schema read;

create table read.generation (
  name text primary key,
  built timestamptz not null default now()
);

create table read.pointer (
  one boolean primary key default true check (one),
  generation text not null references read.generation
);

do $$
begin
  create role clemency_reader nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;
grant usage on schema read to clemency_reader;
grant select on all tables in schema read to clemency_reader;

create table clemency_migration (id serial primary key, "timestamp" bigint not null, name character varying not null);

create schema read_g1;
set search_path to read_g1;
create table position (
  topic text not null,
  partition integer not null,
  next_offset bigint not null default 0,
  known bigint not null default 0,
  caught_up bigint not null default 0,
  primary key (topic, partition)
);

create table report (
  report_id uuid primary key,
  source_id text not null,
  uri text,
  revises uuid,
  known bigint not null,
  partition integer not null,
  "offset" bigint not null,
  value bytea not null
);

create table batch (
  id uuid primary key,
  ids uuid[] not null
);

create table event (
  event_id uuid primary key,
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
  value bytea not null
);
create index event_submission on event (submission);
create index event_subject on event (subject, known);
create index event_type on event (type, known);
create index event_known on event (known, event_id);
create index event_unit on event (unit, known) where unit is not null;
create index event_of on event (of_event) where of_event is not null;

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
  details jsonb not null,
  primary key (id, valid_from, known_from)
);
create index prisoner_list on prisoner (name, id, known_from);

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
  details jsonb not null,
  primary key (id, valid_from, known_from)
);
create index sanction_list on sanction (target, id, known_from);

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
  details jsonb not null,
  primary key (id, valid_from, known_from)
);
create index release_list on release (valid_from, id, known_from);

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
  details jsonb not null,
  primary key (id, valid_from, known_from)
);
create index count_list on count (valid_from, id, known_from);

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
  details jsonb not null,
  primary key (id, valid_from, known_from)
);
create index exchange_list on exchange (valid_from, id, known_from);
grant usage on schema read_g1 to clemency_reader;
grant select on all tables in schema read_g1 to clemency_reader;
reset search_path;

insert into log.migration ("version", "name", "applied") values
  (1, '001-log.sql', '2026-11-24 19:44:52.997799+00');

insert into log.topic ("name", "partitions") values
  ('inbox', 8),
  ('reports', 8),
  ('events', 8),
  ('rejected', 8),
  ('checkpoints', 8);

insert into log.counter ("topic", "partition", "next_offset") values
  ('inbox', 0, '0'),
  ('inbox', 1, '0'),
  ('inbox', 2, '0'),
  ('inbox', 3, '0'),
  ('inbox', 4, '0'),
  ('inbox', 5, '0'),
  ('inbox', 6, '0'),
  ('inbox', 7, '0'),
  ('reports', 0, '0'),
  ('reports', 1, '0'),
  ('reports', 2, '0'),
  ('reports', 4, '0'),
  ('reports', 5, '0'),
  ('reports', 6, '0'),
  ('reports', 7, '0'),
  ('events', 0, '0'),
  ('events', 3, '0'),
  ('events', 6, '0'),
  ('rejected', 0, '0'),
  ('rejected', 1, '0'),
  ('rejected', 2, '0'),
  ('rejected', 3, '0'),
  ('rejected', 4, '0'),
  ('rejected', 5, '0'),
  ('rejected', 6, '0'),
  ('events', 1, '3'),
  ('events', 2, '1'),
  ('events', 4, '1'),
  ('events', 5, '1'),
  ('events', 7, '1'),
  ('reports', 3, '2'),
  ('rejected', 7, '0'),
  ('checkpoints', 0, '0'),
  ('checkpoints', 1, '0'),
  ('checkpoints', 2, '0'),
  ('checkpoints', 3, '0'),
  ('checkpoints', 4, '0'),
  ('checkpoints', 5, '0'),
  ('checkpoints', 6, '0'),
  ('checkpoints', 7, '0');

insert into log.record ("topic", "partition", "offset", "key", "value", "stamped") values
  ('reports', 3, '0', '8bbbc388-74d6-5d6d-8be7-abac20118af7', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"body":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","lang":"en","publishedAt":"2025-12-13T15:00:00Z","source":{"id":"example-wire","kind":"news_agency","name":"Example Wire"},"uri":"https://wire.example/2025/12/13/1"},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ReportReceived:1","id":"8bbbc388-74d6-5d6d-8be7-abac20118af7","recordedtime":"2026-11-24T19:45:13.039000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"report/8bbbc388-74d6-5d6d-8be7-abac20118af7","type":"ReportReceived"}', 'UTF8'), '2026-11-24 19:45:13.039+00'),
  ('events', 1, '0', 'person/by/klsnkv-mr', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"conditions":[],"confidence":0.8,"evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"modality":"performed","mode":"unknown","occurred":{"earliest":"2025-12-13","edtf":"2025-12-13","latest":"2025-12-13","precision":"day"},"partOf":"7a8fc29d-d6d9-54c8-a976-d5a17017638b","person":{"country":"BY","identifiers":[],"name":"Maria Kolesnikova","script":"Latn"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:PrisonerReleased:1","id":"b31f45fd-8898-5243-b864-f4099cccc76b","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"person/by/klsnkv-mr","time":"2025-12-13T00:00:00Z","type":"PrisonerReleased"}', 'UTF8'), '2026-11-24 19:45:13.759+00'),
  ('events', 1, '1', 'exchange/by-us', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"brokers":[],"confidence":0.5,"evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"legs":[{"gives":{"eventIds":["a9ac199a-c54c-5dab-a821-e6fa5793bbb6"]},"party":{"country":"US","name":"United States"}},{"gives":{"eventIds":["7a8fc29d-d6d9-54c8-a976-d5a17017638b"]},"party":{"country":"BY","name":"Belarus"}}],"link":"temporal_only","modality":"performed","occurred":{"earliest":"2025-12-13","edtf":"2025-12-13","latest":"2025-12-13","precision":"day"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ExchangeReported:1","id":"060874a1-bc9e-5cc3-b5e7-a6e5ceb060f2","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"exchange/by-us","time":"2025-12-13T00:00:00Z","type":"ExchangeReported"}', 'UTF8'), '2026-11-24 19:45:13.759+00'),
  ('events', 2, '0', 'sanction/us/by', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"authority":"US","confidence":0.8,"country":"BY","dates":{},"evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"means":"unspecified","measures":["unspecified"],"modality":"performed","occurred":{"earliest":"2025-12-13","edtf":"2025-12-13~","latest":"2025-12-13","precision":"approximate"},"target":{"country":"BY","identifiers":[],"kind":"goods","name":"potash"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:SanctionEased:1","id":"a9ac199a-c54c-5dab-a821-e6fa5793bbb6","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"sanction/us/by","type":"SanctionEased"}', 'UTF8'), '2026-11-24 19:45:13.759+00'),
  ('events', 4, '0', 'report/8bbbc388-74d6-5d6d-8be7-abac20118af7', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"bodySha256":"01c218cf06d14184dda282ae13ac5bed5f25f21930942087f1b96990d69ed92b","events":5,"eventsDigest":"9f59c143ea8e005b4c8d29d7ac7c240200bcabf115692e96f84d9dcf11e03e49","extractor":{"name":"clemency-en","version":"1"},"recordSha256":"50f42b389e5650797132d7338a1bdb2ec2ae738f699d81c71ac93c3a30e67638","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7"},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ReportRecorded:1","id":"664dc5c8-3902-5637-a58a-19e29fc99df9","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"report/8bbbc388-74d6-5d6d-8be7-abac20118af7","type":"ReportRecorded"}', 'UTF8'), '2026-11-24 19:45:13.759+00'),
  ('events', 5, '0', 'group/by', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"confidence":0.8,"count":{"qualifier":"exact","value":123},"country":"BY","evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"modality":"performed","named":[{"country":"BY","identifiers":[],"name":"Ales Bialiatski","script":"Latn"},{"country":"BY","identifiers":[],"name":"Maria Kolesnikova","script":"Latn"}],"occurred":{"earliest":"2025-12-13","edtf":"2025-12-13","latest":"2025-12-13","precision":"day"},"partitions":[],"population":"prisoners"},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:PrisonersReleased:1","id":"7a8fc29d-d6d9-54c8-a976-d5a17017638b","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"group/by","time":"2025-12-13T00:00:00Z","type":"PrisonersReleased"}', 'UTF8'), '2026-11-24 19:45:13.759+00'),
  ('events', 7, '0', 'person/by/bltk-alksndr', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"conditions":[],"confidence":0.8,"evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"modality":"performed","mode":"unknown","occurred":{"earliest":"2025-12-13","edtf":"2025-12-13","latest":"2025-12-13","precision":"day"},"partOf":"7a8fc29d-d6d9-54c8-a976-d5a17017638b","person":{"country":"BY","identifiers":[],"name":"Ales Bialiatski","script":"Latn"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:PrisonerReleased:1","id":"9e76d84e-912a-55b2-8d5b-63f82aec6621","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"person/by/bltk-alksndr","time":"2025-12-13T00:00:00Z","type":"PrisonerReleased"}', 'UTF8'), '2026-11-24 19:45:13.759+00'),
  ('reports', 3, '1', 'a2ace215-5dfa-549a-ad73-6637020ddfe9', convert_to('{"causationid":"a2ace215-5dfa-549a-ad73-6637020ddfe9","correlationid":"a2ace215-5dfa-549a-ad73-6637020ddfe9","data":{"review":{"by":{"id":"ana","name":"Ana"},"of":"b31f45fd-8898-5243-b864-f4099cccc76b","reason":"identity_error","type":"ClaimRejected"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ReviewReceived:1","id":"a2ace215-5dfa-549a-ad73-6637020ddfe9","recordedtime":"2026-11-24T19:45:14.152000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"event/b31f45fd-8898-5243-b864-f4099cccc76b","type":"ReviewReceived"}', 'UTF8'), '2026-11-24 19:45:14.152+00'),
  ('events', 1, '2', 'person/by/klsnkv-mr', convert_to('{"causationid":"a2ace215-5dfa-549a-ad73-6637020ddfe9","correlationid":"a2ace215-5dfa-549a-ad73-6637020ddfe9","data":{"by":{"id":"ana","name":"Ana"},"of":"b31f45fd-8898-5243-b864-f4099cccc76b","ofSubject":"person/by/klsnkv-mr","reason":"identity_error"},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ClaimRejected:1","id":"a2ace215-5dfa-549a-ad73-6637020ddfe9","recordedtime":"2026-11-24T19:45:14.277000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"person/by/klsnkv-mr","type":"ClaimRejected"}', 'UTF8'), '2026-11-24 19:45:14.277+00');

insert into log.position ("group_name", "topic", "partition", "next_offset") values
  ('ingest', 'inbox', 0, '0'),
  ('ingest', 'inbox', 1, '0'),
  ('ingest', 'inbox', 2, '0'),
  ('ingest', 'inbox', 3, '0'),
  ('ingest', 'inbox', 4, '0'),
  ('ingest', 'inbox', 5, '0'),
  ('ingest', 'inbox', 6, '0'),
  ('ingest', 'inbox', 7, '0'),
  ('recorder', 'reports', 0, '0'),
  ('recorder', 'reports', 1, '0'),
  ('recorder', 'reports', 2, '0'),
  ('recorder', 'reports', 4, '0'),
  ('recorder', 'reports', 5, '0'),
  ('recorder', 'reports', 6, '0'),
  ('recorder', 'reports', 7, '0'),
  ('recorder', 'reports', 3, '2');

insert into register.ledger ("one", "id", "name", "partitions", "log", "born") values
  (true, '2aeff9af-6ff2-4ef6-ad47-90321ea7d338', 'clemency', 8, 'postgres', '2026-11-24 19:44:52.793095+00');

insert into register.submission ("id", "type", "partition", "offset", "source", "revises") values
  ('8bbbc388-74d6-5d6d-8be7-abac20118af7', 'ReportReceived', 3, '0', 'example-wire', null),
  ('a2ace215-5dfa-549a-ad73-6637020ddfe9', 'ReviewReceived', 3, '1', null, null);

insert into register.event ("id", "type", "subject", "submission", "partition", "offset") values
  ('060874a1-bc9e-5cc3-b5e7-a6e5ceb060f2', 'ExchangeReported', 'exchange/by-us', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 3, '0'),
  ('7a8fc29d-d6d9-54c8-a976-d5a17017638b', 'PrisonersReleased', 'group/by', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 3, '0'),
  ('9e76d84e-912a-55b2-8d5b-63f82aec6621', 'PrisonerReleased', 'person/by/bltk-alksndr', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 3, '0'),
  ('a9ac199a-c54c-5dab-a821-e6fa5793bbb6', 'SanctionEased', 'sanction/us/by', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 3, '0'),
  ('b31f45fd-8898-5243-b864-f4099cccc76b', 'PrisonerReleased', 'person/by/klsnkv-mr', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 3, '0'),
  ('664dc5c8-3902-5637-a58a-19e29fc99df9', 'ReportRecorded', 'report/8bbbc388-74d6-5d6d-8be7-abac20118af7', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 3, '0'),
  ('a2ace215-5dfa-549a-ad73-6637020ddfe9', 'ClaimRejected', 'person/by/klsnkv-mr', 'a2ace215-5dfa-549a-ad73-6637020ddfe9', 3, '1');

insert into register.progress ("partition", "next_offset") values
  (3, '2');

insert into clemency_migration ("timestamp", "name") values
  ('1700000000001', 'Read1700000000001');

insert into read.generation ("name", "built") values
  ('read_g1', '2026-11-24 19:44:53.862002+00');

insert into read.pointer ("one", "generation") values
  (true, 'read_g1');

insert into read_g1.position ("topic", "partition", "next_offset", "known", "caught_up") values
  ('reports', 0, '0', '0', '1795549514159999'),
  ('reports', 1, '0', '0', '1795549514159999'),
  ('reports', 2, '0', '0', '1795549514159999'),
  ('reports', 4, '0', '0', '1795549514159999'),
  ('reports', 5, '0', '0', '1795549514159999'),
  ('reports', 6, '0', '0', '1795549514159999'),
  ('reports', 7, '0', '0', '1795549514159999'),
  ('reports', 3, '2', '1795549514152000', '1795549512671999'),
  ('events', 0, '0', '0', '1795549514270999'),
  ('events', 2, '1', '1795549513759000', '1795549514270999'),
  ('events', 3, '0', '0', '1795549514270999'),
  ('events', 4, '1', '1795549513759000', '1795549514270999'),
  ('events', 5, '1', '1795549513759000', '1795549514270999'),
  ('events', 6, '0', '0', '1795549514270999'),
  ('events', 7, '1', '1795549513759000', '1795549514270999'),
  ('events', 1, '3', '1795549514277000', '1795549514270999');

insert into read_g1.report ("report_id", "source_id", "uri", "revises", "known", "partition", "offset", "value") values
  ('8bbbc388-74d6-5d6d-8be7-abac20118af7', 'example-wire', 'https://wire.example/2025/12/13/1', null, '1795549513039000', 3, '0', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"body":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","lang":"en","publishedAt":"2025-12-13T15:00:00Z","source":{"id":"example-wire","kind":"news_agency","name":"Example Wire"},"uri":"https://wire.example/2025/12/13/1"},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ReportReceived:1","id":"8bbbc388-74d6-5d6d-8be7-abac20118af7","recordedtime":"2026-11-24T19:45:13.039000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"report/8bbbc388-74d6-5d6d-8be7-abac20118af7","type":"ReportReceived"}', 'UTF8'));

insert into read_g1.event ("event_id", "type", "subject", "submission", "unit", "of_event", "closes", "recorded", "known", "partition", "offset", "value") values
  ('b31f45fd-8898-5243-b864-f4099cccc76b', 'PrisonerReleased', 'person/by/klsnkv-mr', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 'prisoner:ff8dacb1-d60e-5e17-b021-2856b42c0336', null, null, '1795549513759000', '1795549513759000', 1, '0', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"conditions":[],"confidence":0.8,"evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"modality":"performed","mode":"unknown","occurred":{"earliest":"2025-12-13","edtf":"2025-12-13","latest":"2025-12-13","precision":"day"},"partOf":"7a8fc29d-d6d9-54c8-a976-d5a17017638b","person":{"country":"BY","identifiers":[],"name":"Maria Kolesnikova","script":"Latn"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:PrisonerReleased:1","id":"b31f45fd-8898-5243-b864-f4099cccc76b","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"person/by/klsnkv-mr","time":"2025-12-13T00:00:00Z","type":"PrisonerReleased"}', 'UTF8')),
  ('060874a1-bc9e-5cc3-b5e7-a6e5ceb060f2', 'ExchangeReported', 'exchange/by-us', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 'exchange:exchange/by-us', null, null, '1795549513759000', '1795549513759001', 1, '1', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"brokers":[],"confidence":0.5,"evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"legs":[{"gives":{"eventIds":["a9ac199a-c54c-5dab-a821-e6fa5793bbb6"]},"party":{"country":"US","name":"United States"}},{"gives":{"eventIds":["7a8fc29d-d6d9-54c8-a976-d5a17017638b"]},"party":{"country":"BY","name":"Belarus"}}],"link":"temporal_only","modality":"performed","occurred":{"earliest":"2025-12-13","edtf":"2025-12-13","latest":"2025-12-13","precision":"day"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ExchangeReported:1","id":"060874a1-bc9e-5cc3-b5e7-a6e5ceb060f2","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"exchange/by-us","time":"2025-12-13T00:00:00Z","type":"ExchangeReported"}', 'UTF8')),
  ('664dc5c8-3902-5637-a58a-19e29fc99df9', 'ReportRecorded', 'report/8bbbc388-74d6-5d6d-8be7-abac20118af7', '8bbbc388-74d6-5d6d-8be7-abac20118af7', null, null, 5, '1795549513759000', '1795549513759000', 4, '0', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"bodySha256":"01c218cf06d14184dda282ae13ac5bed5f25f21930942087f1b96990d69ed92b","events":5,"eventsDigest":"9f59c143ea8e005b4c8d29d7ac7c240200bcabf115692e96f84d9dcf11e03e49","extractor":{"name":"clemency-en","version":"1"},"recordSha256":"50f42b389e5650797132d7338a1bdb2ec2ae738f699d81c71ac93c3a30e67638","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7"},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ReportRecorded:1","id":"664dc5c8-3902-5637-a58a-19e29fc99df9","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"report/8bbbc388-74d6-5d6d-8be7-abac20118af7","type":"ReportRecorded"}', 'UTF8')),
  ('7a8fc29d-d6d9-54c8-a976-d5a17017638b', 'PrisonersReleased', 'group/by', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 'release:group/by', null, null, '1795549513759000', '1795549513759000', 5, '0', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"confidence":0.8,"count":{"qualifier":"exact","value":123},"country":"BY","evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"modality":"performed","named":[{"country":"BY","identifiers":[],"name":"Ales Bialiatski","script":"Latn"},{"country":"BY","identifiers":[],"name":"Maria Kolesnikova","script":"Latn"}],"occurred":{"earliest":"2025-12-13","edtf":"2025-12-13","latest":"2025-12-13","precision":"day"},"partitions":[],"population":"prisoners"},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:PrisonersReleased:1","id":"7a8fc29d-d6d9-54c8-a976-d5a17017638b","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"group/by","time":"2025-12-13T00:00:00Z","type":"PrisonersReleased"}', 'UTF8')),
  ('9e76d84e-912a-55b2-8d5b-63f82aec6621', 'PrisonerReleased', 'person/by/bltk-alksndr', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 'prisoner:9e5aa601-2ef1-51ea-81fb-41df9ab0659e', null, null, '1795549513759000', '1795549513759000', 7, '0', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"conditions":[],"confidence":0.8,"evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"modality":"performed","mode":"unknown","occurred":{"earliest":"2025-12-13","edtf":"2025-12-13","latest":"2025-12-13","precision":"day"},"partOf":"7a8fc29d-d6d9-54c8-a976-d5a17017638b","person":{"country":"BY","identifiers":[],"name":"Ales Bialiatski","script":"Latn"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:PrisonerReleased:1","id":"9e76d84e-912a-55b2-8d5b-63f82aec6621","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"person/by/bltk-alksndr","time":"2025-12-13T00:00:00Z","type":"PrisonerReleased"}', 'UTF8')),
  ('a9ac199a-c54c-5dab-a821-e6fa5793bbb6', 'SanctionEased', 'sanction/us/by', '8bbbc388-74d6-5d6d-8be7-abac20118af7', 'sanction:sanction/us/by/potash', null, null, '1795549513759000', '1795549513759000', 2, '0', convert_to('{"causationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","correlationid":"8bbbc388-74d6-5d6d-8be7-abac20118af7","data":{"assertedBy":{"how":"own_account"},"authority":"US","confidence":0.8,"country":"BY","dates":{},"evidence":[{"end":164,"fingerprint":"08a4440e03e5a906","lang":"en","quote":"Belarus released 123 prisoners on Saturday, among them Ales Bialiatski and Maria Kolesnikova, days after the United States eased its sanctions on Belarusian potash.","reportId":"8bbbc388-74d6-5d6d-8be7-abac20118af7","start":0}],"extractor":{"name":"clemency-en","version":"1"},"means":"unspecified","measures":["unspecified"],"modality":"performed","occurred":{"earliest":"2025-12-13","edtf":"2025-12-13~","latest":"2025-12-13","precision":"approximate"},"target":{"country":"BY","identifiers":[],"kind":"goods","name":"potash"}},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:SanctionEased:1","id":"a9ac199a-c54c-5dab-a821-e6fa5793bbb6","recordedtime":"2026-11-24T19:45:13.759000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"sanction/us/by","type":"SanctionEased"}', 'UTF8')),
  ('a2ace215-5dfa-549a-ad73-6637020ddfe9', 'ClaimRejected', 'person/by/klsnkv-mr', 'a2ace215-5dfa-549a-ad73-6637020ddfe9', 'prisoner:ff8dacb1-d60e-5e17-b021-2856b42c0336', 'b31f45fd-8898-5243-b864-f4099cccc76b', 0, '1795549514277000', '1795549514277000', 1, '2', convert_to('{"causationid":"a2ace215-5dfa-549a-ad73-6637020ddfe9","correlationid":"a2ace215-5dfa-549a-ad73-6637020ddfe9","data":{"by":{"id":"ana","name":"Ana"},"of":"b31f45fd-8898-5243-b864-f4099cccc76b","ofSubject":"person/by/klsnkv-mr","reason":"identity_error"},"datacontenttype":"application/json","dataschema":"urn:clemency:schema:ClaimRejected:1","id":"a2ace215-5dfa-549a-ad73-6637020ddfe9","recordedtime":"2026-11-24T19:45:14.277000Z","source":"urn:clemency:clemency:2aeff9af-6ff2-4ef6-ad47-90321ea7d338","specversion":"1.0","subject":"person/by/klsnkv-mr","type":"ClaimRejected"}', 'UTF8'));

insert into read_g1.prisoner ("id", "valid_from", "known_from", "valid_to", "known_to", "certain", "unit", "subject", "name", "country", "status", "details") values
  ('9e5aa601-2ef1-51ea-81fb-41df9ab0659e', '0001-01-01', '1795549513759000', '2025-12-13', '9223372036854775807', true, 'prisoner:9e5aa601-2ef1-51ea-81fb-41df9ab0659e', 'person/by/bltk-alksndr', 'Ales Bialiatski', 'BY', 'unknown', '{"acts": [], "since": null, "person": {"name": "Ales Bialiatski", "script": "Latn", "country": "BY", "identifiers": []}, "durations": []}'),
  ('9e5aa601-2ef1-51ea-81fb-41df9ab0659e', '2025-12-13', '1795549513759000', '9999-12-31', '9223372036854775807', true, 'prisoner:9e5aa601-2ef1-51ea-81fb-41df9ab0659e', 'person/by/bltk-alksndr', 'Ales Bialiatski', 'BY', 'released', '{"acts": [{"type": "PrisonerReleased", "event": "9e76d84e-912a-55b2-8d5b-63f82aec6621", "modality": "performed", "occurred": {"edtf": "2025-12-13", "latest": "2025-12-13", "earliest": "2025-12-13", "precision": "day"}, "confirmed": false, "assertedBy": {"how": "own_account"}}], "since": {"latest": "2025-12-13", "earliest": "2025-12-13"}, "person": {"name": "Ales Bialiatski", "script": "Latn", "country": "BY", "identifiers": []}, "durations": []}'),
  ('ff8dacb1-d60e-5e17-b021-2856b42c0336', '0001-01-01', '1795549513759000', '2025-12-13', '1795549514277000', true, 'prisoner:ff8dacb1-d60e-5e17-b021-2856b42c0336', 'person/by/klsnkv-mr', 'Maria Kolesnikova', 'BY', 'unknown', '{"acts": [], "since": null, "person": {"name": "Maria Kolesnikova", "script": "Latn", "country": "BY", "identifiers": []}, "durations": []}'),
  ('ff8dacb1-d60e-5e17-b021-2856b42c0336', '2025-12-13', '1795549513759000', '9999-12-31', '1795549514277000', true, 'prisoner:ff8dacb1-d60e-5e17-b021-2856b42c0336', 'person/by/klsnkv-mr', 'Maria Kolesnikova', 'BY', 'released', '{"acts": [{"type": "PrisonerReleased", "event": "b31f45fd-8898-5243-b864-f4099cccc76b", "modality": "performed", "occurred": {"edtf": "2025-12-13", "latest": "2025-12-13", "earliest": "2025-12-13", "precision": "day"}, "confirmed": false, "assertedBy": {"how": "own_account"}}], "since": {"latest": "2025-12-13", "earliest": "2025-12-13"}, "person": {"name": "Maria Kolesnikova", "script": "Latn", "country": "BY", "identifiers": []}, "durations": []}');

insert into read_g1.sanction ("id", "valid_from", "known_from", "valid_to", "known_to", "certain", "unit", "subject", "authority", "country", "target", "status", "details") values
  ('5bd3bb3f-e854-531e-a84d-8ddd15084195', '0001-01-01', '1795549513759000', '2025-12-13', '9223372036854775807', true, 'sanction:sanction/us/by/potash', 'sanction/us/by', 'US', 'BY', 'potash', 'unknown', '{"acts": [], "since": null, "target": {"kind": "goods", "name": "potash", "country": "BY", "identifiers": []}, "licences": [], "measures": [], "programme": null, "instruments": []}'),
  ('5bd3bb3f-e854-531e-a84d-8ddd15084195', '2025-12-13', '1795549513759000', '9999-12-31', '9223372036854775807', true, 'sanction:sanction/us/by/potash', 'sanction/us/by', 'US', 'BY', 'potash', 'eased', '{"acts": [{"type": "SanctionEased", "event": "a9ac199a-c54c-5dab-a821-e6fa5793bbb6", "modality": "performed", "occurred": {"edtf": "2025-12-13~", "latest": "2025-12-13", "earliest": "2025-12-13", "precision": "approximate"}, "confirmed": false, "assertedBy": {"how": "own_account"}}], "since": {"latest": "2025-12-13", "earliest": "2025-12-13"}, "target": {"kind": "goods", "name": "potash", "country": "BY", "identifiers": []}, "licences": [], "measures": ["unspecified"], "programme": null, "instruments": []}');

insert into read_g1.release ("id", "valid_from", "known_from", "valid_to", "known_to", "certain", "unit", "subject", "country", "kind", "modality", "count", "details") values
  ('7a8fc29d-d6d9-54c8-a976-d5a17017638b', '2025-12-13', '1795549513759000', '9999-12-31', '9223372036854775807', true, 'release:group/by', 'group/by', 'BY', 'freed', 'performed', 123, '{"by": null, "acts": [{"type": "PrisonersReleased", "event": "7a8fc29d-d6d9-54c8-a976-d5a17017638b", "modality": "performed", "occurred": {"edtf": "2025-12-13", "latest": "2025-12-13", "earliest": "2025-12-13", "precision": "day"}, "confirmed": false, "assertedBy": {"how": "own_account"}}], "named": [{"name": "Ales Bialiatski", "personId": "9e5aa601-2ef1-51ea-81fb-41df9ab0659e"}, {"name": "Maria Kolesnikova", "personId": "ff8dacb1-d60e-5e17-b021-2856b42c0336"}], "counts": [{"value": 123, "qualifier": "exact"}], "unnamed": {"most": 121, "least": 121}, "occurred": {"edtf": "2025-12-13", "latest": "2025-12-13", "earliest": "2025-12-13", "precision": "day"}, "partitions": [], "population": "prisoners"}');

insert into read_g1.exchange ("id", "valid_from", "known_from", "valid_to", "known_to", "certain", "unit", "subject", "parties", "link", "modality", "details") values
  ('060874a1-bc9e-5cc3-b5e7-a6e5ceb060f2', '2025-12-13', '1795549513759001', '9999-12-31', '9223372036854775807', true, 'exchange:exchange/by-us', 'exchange/by-us', 'BY-US', 'temporal_only', 'performed', '{"acts": [{"type": "ExchangeReported", "event": "060874a1-bc9e-5cc3-b5e7-a6e5ceb060f2", "modality": "performed", "occurred": {"edtf": "2025-12-13", "latest": "2025-12-13", "earliest": "2025-12-13", "precision": "day"}, "confirmed": false, "assertedBy": {"how": "own_account"}}], "legs": [{"gives": {"eventIds": ["a9ac199a-c54c-5dab-a821-e6fa5793bbb6"]}, "party": {"name": "United States", "country": "US"}}, {"gives": {"eventIds": ["7a8fc29d-d6d9-54c8-a976-d5a17017638b"]}, "party": {"name": "Belarus", "country": "BY"}}], "links": ["temporal_only"], "brokers": [], "occurred": {"edtf": "2025-12-13", "latest": "2025-12-13", "earliest": "2025-12-13", "precision": "day"}}');
