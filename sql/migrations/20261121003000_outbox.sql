-- Mail is written in the transaction of what it tells of, and sent by a worker afterwards: what is
-- rolled back is never mailed, and what is committed is.
create table ops.outbox (
    id bigint generated always as identity
        constraint outbox_pkey primary key,
    kind text not null
        constraint outbox_kind_is_snake_case check (kind ~ '^[a-z][a-z0-9_]{0,63}$'),
    recipient text not null
        constraint outbox_recipient_is_one_address
        check (length(recipient) <= 320 and recipient ~ '^[^[:space:][:cntrl:]<>(),;:"@]+@[^[:space:][:cntrl:]<>(),;:"@]+$'),
    subject text not null
        constraint outbox_subject_is_one_line
        check (length(subject) between 1 and 200 and subject !~ '[[:cntrl:]]'),
    body text not null
        constraint outbox_body_is_up_to_64_kb check (octet_length(body) <= 65536),
    -- squawk-ignore prefer-bigint-over-int
    attempts integer not null default 0
        constraint outbox_attempts_is_0_to_10 check (attempts between 0 and 10),
    next_attempt_at timestamptz not null default clock_timestamp(),
    last_error text
        constraint outbox_last_error_is_short check (length(last_error) <= 500),
    created_at timestamptz not null default clock_timestamp(),
    sent_at timestamptz,
    failed_at timestamptz,
    constraint outbox_ends_one_way check (sent_at is null or failed_at is null)
);

comment on table ops.outbox is 'Mail to send, and what became of it.';
comment on column ops.outbox.body is 'Plain text. It may hold a secret, so it is emptied when the mail is sent or given up.';
comment on column ops.outbox.next_attempt_at is
    'When to try (again); while a worker has it, when another may take it from a worker that died.';

create index outbox_due_idx on ops.outbox (next_attempt_at)
    where sent_at is null and failed_at is null;

alter table ops.outbox enable row level security;
alter table ops.outbox force row level security;
create policy "The owner keeps the outbox" on ops.outbox
    for all to thin_owner using (true) with check (true);
