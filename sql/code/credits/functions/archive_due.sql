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
begin
    if coalesce(v_period, '') = '' then
        select least(
            (select min(l.created_at) from credits.ledger_entries l),
            (select min(r.created_at) from credits.reservations r where r.status <> 'reserved')
        ) into v_first;
        if
            v_first is null
            or date_trunc('month', v_first, 'UTC') + interval '1 month' > clock_timestamp() - interval '3 months'
        then
            return null;
        end if;
        v_period := to_char(v_first at time zone 'UTC', 'YYYY-MM');
    end if;

    v_batch := credits.archive(v_period, p_from => nullif(split_part(p_after, ' ', 2), '')::uuid);
    if v_batch.last_user_id is not null then
        return v_period || ' ' || v_batch.last_user_id;
    end if;
    -- Perhaps the month after it is due as well.
    return '';
end
$$;

grant execute on function credits.archive_due(text) to service_role;
comment on function credits.archive_due(text) is
    'Archives some of the oldest month that has been over for three months. Answers where to go on, empty for with the next month, or null when no month is left.';
