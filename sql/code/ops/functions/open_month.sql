-- Made apart and then attached, so that nobody who reads is in the way, or waits. Callers see it through its parent only.
create or replace function ops.open_month(p_parent regclass, p_at timestamptz)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_start timestamptz := date_trunc('month', p_at, 'UTC');
    v_end timestamptz := (v_start at time zone 'UTC' + interval '1 month') at time zone 'UTC';
    v_schema text;
    v_parent text;
    v_partition text;
begin
    select c.relnamespace::regnamespace::text, c.relname into strict v_schema, v_parent
    from pg_class c
    where c.oid = p_parent;
    v_partition := format('%s_%s', v_parent, to_char(v_start at time zone 'UTC', 'YYYY_MM'));
    if to_regclass(format('%I.%I', v_schema, v_partition)) is not null then
        return;
    end if;

    execute format('create table %I.%I (like %s including indexes)', v_schema, v_partition, p_parent);
    execute format('alter table %I.%I enable row level security', v_schema, v_partition);
    execute format('alter table %I.%I force row level security', v_schema, v_partition);
    execute format('revoke update, delete, truncate on %I.%I from thin_owner', v_schema, v_partition);
    execute format(
        'comment on table %I.%I is %L', v_schema, v_partition,
        format('%s of %s.', v_parent, to_char(v_start at time zone 'UTC', 'YYYY-MM'))
    );
    -- Triggers for rows come with the parent, those for statements don't.
    execute format(
        'create trigger archived_refuse_truncate before truncate on %I.%I '
        'for each statement execute function ops.refuse_change()',
        v_schema, v_partition
    );
    execute format(
        'alter table %s attach partition %I.%I for values from (%L) to (%L)',
        p_parent, v_schema, v_partition, v_start, v_end
    );
end
$$;

comment on function ops.open_month(regclass, timestamptz) is
    'Makes the partition of an archive for the month in which p_at is (UTC), unless it is there.';
