-- The log is sealed by digests, and has to stay provable when what it says of a person is erased. So a row's digest
-- is made of three: of what stays for good, of where the request came from, and of the values. Of the last two the
-- digest takes the place of what it is of. Each is made with a salt that goes as well: else an address could be
-- found by trying all.
--
-- What is there already has no salt, and the digest that it had. No row is written again.
alter table audit.log add column request_salt uuid;
alter table audit.log add column values_salt uuid;
alter table audit.log add column request_digest bytea;
alter table audit.log add column values_digest bytea;
alter table audit.log alter column request_salt set default gen_random_uuid();
alter table audit.log alter column values_salt set default gen_random_uuid();

comment on column audit.log.request_salt is
    'Goes into the digest of request_id, address and agent; null once they are erased, and in rows of before.';
comment on column audit.log.values_salt is
    'Goes into the digest of old_values and new_values; null once they are erased, and in rows of before.';
comment on column audit.log.request_digest is
    'Once request_id, address and agent are erased: the digest that they had.';
comment on column audit.log.values_digest is
    'Once the values are erased: the digest that they had; of a row without salts that of all it said.';

create policy "The owner erases from the log" on audit.log
    for update to thin_owner using (true) with check (true);

create type audit.erased_batch as (
    erased integer,
    last_xid xid8,
    last_id bigint
);

comment on type audit.erased_batch is
    'How many rows lost what they said of somebody, and the row to go on after; null when none is left.';
