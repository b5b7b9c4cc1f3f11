-- The first answer to every keyed request, kept for good: a replay returns it, and the same key with
-- another request is an error.
create table credits.idempotency_keys (
    user_id uuid not null,
    operation credits.operation not null,
    key credits.idempotency_key not null,
    fingerprint credits.fingerprint not null,
    answer jsonb not null,
    created_at timestamptz not null default now(),
    constraint idempotency_keys_pkey primary key (user_id, operation, key)
);

comment on table credits.idempotency_keys is 'Append-only: a request by its key, its fingerprint and its first answer.';
comment on column credits.idempotency_keys.fingerprint is 'SHA-256 of the request''s arguments.';

alter table credits.idempotency_keys enable row level security;
alter table credits.idempotency_keys force row level security;
create policy "The owner keeps idempotency keys" on credits.idempotency_keys
    for all to thin_owner using (true) with check (true);
