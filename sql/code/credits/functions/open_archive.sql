-- Each partition is made apart and then attached, so that nobody who reads or verifies is in the
-- way, or waits. Callers see it through its parent only.
create or replace function credits.open_archive(p_period credits.period)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_parent text;
    v_partition text;
begin
    foreach v_parent in array array['archived_entries', 'archived_reservations'] loop
        v_partition := format('%s_%s', v_parent, replace(p_period, '-', '_'));
        continue when to_regclass(format('credits.%I', v_partition)) is not null;

        execute format(
            'create table credits.%I (like credits.%I including indexes)', v_partition, v_parent
        );
        execute format('alter table credits.%I enable row level security', v_partition);
        execute format('alter table credits.%I force row level security', v_partition);
        execute format('revoke update, delete, truncate on credits.%I from thin_owner', v_partition);
        execute format(
            'comment on table credits.%I is %L', v_partition, format('%s of %s.', v_parent, p_period)
        );
        -- Triggers for rows come with the parent, those for statements don't.
        execute format(
            'create trigger archived_refuse_truncate before truncate on credits.%I '
            'for each statement execute function ops.refuse_change()',
            v_partition
        );
        execute format(
            'alter table credits.%I attach partition credits.%I for values from (%L) to (%L)',
            v_parent, v_partition, credits.period_start(p_period), credits.period_start(p_period, 1)
        );
    end loop;
end
$$;

comment on function credits.open_archive(credits.period) is
    'Makes the partitions of the archive for a month, unless they are there.';
