-- Generations of the read models, and which of them answers. Each generation is a schema of its own.
create schema read;

create table read.generation (
  name text primary key,
  built timestamptz not null default now()
);

-- One row: a request reads it once and sees one generation throughout.
create table read.pointer (
  one boolean primary key default true check (one),
  generation text not null references read.generation
);

-- Whoever answers queries may read and nothing else. Roles belong to the server, so another ledger may have made it.
do $$
begin
  create role clemency_reader nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;
grant usage on schema read to clemency_reader;
grant select on all tables in schema read to clemency_reader;
