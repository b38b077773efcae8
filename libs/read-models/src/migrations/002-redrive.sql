-- Orders to try parked subjects again: written by whoever asks, carried out by the projector that has the partition.
create table read.redrive (
  request uuid not null,
  generation text not null,
  subject text not null,
  ordered timestamptz not null default now(),
  -- Set when it was tried: how many events went in, and why the others wait still (null: none does).
  done timestamptz,
  folded integer,
  reason text,
  primary key (request, subject)
);
create index redrive_open on read.redrive (ordered) where done is null;
grant select on read.redrive to clemency_reader;

-- Generations that are there already get what new ones are made with (generation.sql).
do $$
declare
  made text;
begin
  for made in select name from read.generation loop
    execute format('alter table %I.position add column redrives integer not null default 0', made);
    execute format('create index parked_event_subject on %I.parked_event (subject, "offset")', made);
    execute format('create index parked_event_submission on %I.parked_event (submission)', made);
    execute format('create table %I.parked_report (partition integer not null, "offset" bigint not null,
      key text not null, submission uuid, known bigint not null, reason text not null, value bytea not null,
      primary key (partition, "offset"))', made);
    execute format('grant select on %I.parked_report to clemency_reader', made);
  end loop;
end
$$;
