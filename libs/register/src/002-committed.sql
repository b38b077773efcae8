-- Registers that were made before `committed` was kept. What it says of the past, the next batch of each partition says again.
alter table register.progress alter column next_offset set default 0;
alter table register.progress add column committed bigint not null default 0;
