-- The log in monthly partitions. What is there already stays where it is and becomes the first of them,
-- with all that is written until the month is over: no row is copied.
--
-- A row knows its transaction now, by which batches are sealed that no late committer can change. What was
-- written before has none, and counts as older than all others.
-- squawk-ignore renaming-table
alter table audit.log rename to log_initial;
-- A constant default rewrites nothing.
alter table audit.log_initial add column xid xid8 not null default '0';
alter table audit.log_initial alter column xid set default pg_current_xact_id();
-- squawk-ignore ban-drop-constraint
alter table audit.log_initial drop constraint log_pkey;
-- squawk-ignore adding-serial-primary-key-field, constraint-missing-not-valid
alter table audit.log_initial add constraint log_initial_pkey primary key (id, at);
-- squawk-ignore require-concurrent-index-creation
create index log_initial_xid_id_idx on audit.log_initial (xid, id);

do $$
declare
    v_next bigint;
    v_end timestamptz;
begin
    select s.last_value + s.is_called::integer into strict v_next from audit.log_id_seq s;
    -- A clock that was ahead has left rows of months to come.
    select date_trunc('month', greatest(now(), max(l.at)), 'UTC') + interval '1 month'
    into strict v_end
    from audit.log_initial l;
    alter table audit.log_initial alter column id drop identity;

    create table audit.log (
        id bigint generated always as identity (sequence name audit.log_id_seq),
        at timestamptz not null default clock_timestamp(),
        actor_id uuid,
        actor_role text not null,
        request_id text,
        address text,
        agent text,
        operation text not null,
        relation text not null,
        old_values jsonb,
        new_values jsonb,
        xid xid8 not null default pg_current_xact_id(),
        constraint log_pkey primary key (id, at)
    ) partition by range (at);
    create index log_xid_id_idx on audit.log (xid, id);
    execute format('alter sequence audit.log_id_seq restart with %s', v_next);

    drop trigger if exists log_refuses_change on audit.log_initial;
    drop policy "The owner writes the log" on audit.log_initial;
    drop policy "The owner reads the log" on audit.log_initial;
    revoke all on audit.log_initial from service_role;

    execute format(
        'alter table audit.log attach partition audit.log_initial for values from (minvalue) to (%L)', v_end
    );
    create table audit.log_default partition of audit.log default;
end
$$;

alter table audit.log enable row level security;
alter table audit.log force row level security;
create policy "The owner writes the log" on audit.log
    for insert to thin_owner with check (true);
create policy "The owner reads the log" on audit.log
    for select to thin_owner using (true);
alter table audit.log_default enable row level security;
alter table audit.log_default force row level security;
revoke update, delete, truncate on audit.log, audit.log_initial, audit.log_default from thin_owner;

-- A log that is protected already stays so until code is installed.
do $$
begin
    if to_regprocedure('ops.refuse_change()') is not null then
        create trigger log_refuses_change before update or delete on audit.log
            for each row execute function ops.refuse_change();
    end if;
end
$$;

comment on table audit.log is 'Append-only record of changes: actor, request, operation, old and new values.';
comment on table audit.log_initial is 'The log''s beginning: what was written before it had partitions, and in that month.';
comment on table audit.log_default is 'What no month of the log takes, so that writing to it never fails.';
comment on column audit.log.actor_id is 'The user behind the token; null for a trusted server or an operator.';
comment on column audit.log.actor_role is 'The role that acted: the one the token named, else the login.';
comment on column audit.log.old_values is 'Of an update: the columns that may change, before. Of a delete: the row.';
comment on column audit.log.new_values is 'Of an update: the columns that may change, after. Of an insert: the row.';
comment on column audit.log.xid is 'The transaction that wrote it; 0 for what is older than this column.';
