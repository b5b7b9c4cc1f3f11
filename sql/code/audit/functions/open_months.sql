-- Each partition is made apart and then attached, so that nobody who writes to the log waits. A month of
-- which rows lie elsewhere already stays there: writing never fails, and the next month has its own again.
-- Definer because callers may not make tables.
create or replace function audit.open_months(p_ahead integer default 3)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_month timestamptz := date_trunc('month', clock_timestamp(), 'UTC');
    v_partition text;
    v_count integer := 0;
begin
    if p_ahead is null or p_ahead not between 0 and 24 then
        perform ops.fail('TH001', 'ahead', 'ahead is 0 to 24');
    end if;

    -- Two who make the same months would each wait for what the other has locked.
    perform pg_advisory_xact_lock(hashtextextended('audit.open_months', 0));

    for v_ahead in 0..p_ahead loop
        v_partition := 'log_' || to_char(v_month at time zone 'UTC', 'YYYY_MM');
        if to_regclass(format('audit.%I', v_partition)) is null then
            begin
                execute format('create table audit.%I (like audit.log including defaults including indexes)', v_partition);
                execute format('alter table audit.%I enable row level security', v_partition);
                execute format('alter table audit.%I force row level security', v_partition);
                execute format('revoke update, delete, truncate on audit.%I from thin_owner', v_partition);
                execute format(
                    'comment on table audit.%I is %L',
                    v_partition, format('The log of %s.', to_char(v_month at time zone 'UTC', 'YYYY-MM'))
                );
                execute format(
                    'create trigger log_refuses_truncate before truncate on audit.%I '
                    'for each statement execute function ops.refuse_change()',
                    v_partition
                );
                execute format(
                    'alter table audit.log attach partition audit.%I for values from (%L) to (%L)',
                    v_partition, v_month, v_month at time zone 'UTC' + interval '1 month' || '+00'
                );
                v_count := v_count + 1;
            exception
                when invalid_object_definition or check_violation then
                    -- Another partition has this month, or some rows of it.
                    null;
            end;
        end if;
        v_month := (v_month at time zone 'UTC' + interval '1 month') at time zone 'UTC';
    end loop;
    return v_count;
end
$$;

grant execute on function audit.open_months(integer) to service_role;
comment on function audit.open_months(integer) is
    'Makes the log''s partitions of this month and of p_ahead more, where they are missing. Answers how many it made. Raises TH001 with the field.';
