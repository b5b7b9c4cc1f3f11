-- Who changed what. Written by a trigger, never by hand, and never changed.
create table audit.log (
    id bigint generated always as identity
        constraint log_pkey primary key,
    at timestamptz not null default clock_timestamp(),
    actor_id uuid,
    actor_role text not null,
    request_id text,
    address text,
    agent text,
    operation text not null,
    relation text not null,
    old_values jsonb,
    new_values jsonb
);

comment on table audit.log is 'Append-only record of changes: actor, request, operation, old and new values.';
comment on column audit.log.actor_id is 'The user behind the token; null for a trusted server or an operator.';
comment on column audit.log.actor_role is 'The role that acted: the one the token named, else the login.';
comment on column audit.log.old_values is 'Of an update: the columns that may change, before. Of a delete: the row.';
comment on column audit.log.new_values is 'Of an update: the columns that may change, after. Of an insert: the row.';

alter table audit.log enable row level security;
alter table audit.log force row level security;
create policy "The owner writes the log" on audit.log
    for insert to thin_owner with check (true);
create policy "The owner reads the log" on audit.log
    for select to thin_owner using (true);
