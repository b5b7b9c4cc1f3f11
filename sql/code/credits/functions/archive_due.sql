-- Definer because callers have no right on the tables.
create or replace function credits.archive_due(p_after text default null)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_first timestamptz;
    v_period text := split_part(p_after, ' ', 1);
    v_batch credits.archive_batch;
    v_policy ops.retention_policies;
begin
    select p.* into strict v_policy
    from ops.retention_policies p
    where p.relation = 'credits.ledger_entries';
    if not v_policy.is_enabled then
        return null;
    end if;
    if coalesce(v_period, '') = '' then
        select least(
            (select min(l.created_at) from credits.ledger_entries l),
            (select min(r.created_at) from credits.reservations r where r.status <> 'reserved')
        ) into v_first;
        if
            v_first is null
            or date_trunc('month', v_first, 'UTC') + interval '1 month' > clock_timestamp() - v_policy.keep
        then
            return null;
        end if;
        v_period := to_char(v_first at time zone 'UTC', 'YYYY-MM');
    end if;

    v_batch := credits.archive(
        v_period,
        p_from => nullif(split_part(p_after, ' ', 2), '')::uuid,
        p_older_than => v_policy.keep
    );
    perform ops.note_retention(
        v_policy.relation, credits.period_start(v_period, 1), v_batch.moved, v_batch.last_user_id is null
    );
    if v_batch.last_user_id is not null then
        return v_period || ' ' || v_batch.last_user_id;
    end if;
    -- Perhaps the month after it is due as well.
    return '';
end
$$;

grant execute on function credits.archive_due(text) to service_role;
comment on function credits.archive_due(text) is
    'Archives some of the oldest month that has been over for as long as ops.retention_policies says of credits.ledger_entries. Answers where to go on, empty for with the next month, or null when no month is left.';
