-- Moves a month's entries and settled reservations into the archive, some at a time. It copies
-- them, then removes what the copies hold: a trigger refuses to remove anything else.
--
-- What it moves nobody changes any more, and readers look at both places in one statement, so it
-- takes no account's lock and delays no call. Of several instances one works, the others wait.
-- Definer because callers have no right on the tables.
create or replace function credits.archive(
    p_period text,
    p_limit integer default 10000,
    p_from uuid default null,
    p_older_than interval default '3 months'
)
returns credits.archive_batch
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request credits.archive_request;
    v_field text;
    v_rule text;
    v_start timestamptz;
    v_end timestamptz;
    v_entries credits.ledger_entries[];
    v_reservations credits.reservations[];
begin
    begin
        v_request := row(p_period);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    v_start := credits.period_start(v_request.period);
    v_end := credits.period_start(v_request.period, 1);
    if p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    elsif p_older_than is null or p_older_than < interval '1 month' then
        perform ops.fail('TH001', 'older_than', 'older_than is at least a month');
    elsif v_end > clock_timestamp() - p_older_than then
        perform ops.fail('TH001', 'period', 'period is over for as long as older_than says');
    end if;

    perform pg_advisory_xact_lock(hashtextextended('credits.archive', 0));
    perform credits.open_archive(v_request.period);

    select array_agg(m::credits.ledger_entries) into v_entries
    from (
        select l.*
        from credits.ledger_entries l
        where
            (p_from is null or l.user_id >= p_from)
            and l.created_at >= v_start and l.created_at < v_end
        order by l.user_id, l.sequence
        limit p_limit
    ) m;
    insert into credits.archived_entries select m.* from unnest(v_entries) m;
    delete from credits.ledger_entries l
    using unnest(v_entries) m
    where l.user_id = m.user_id and l.sequence = m.sequence;

    select array_agg(m::credits.reservations) into v_reservations
    from (
        select r.*
        from credits.reservations r
        where
            (p_from is null or r.user_id >= p_from)
            and r.created_at >= v_start and r.created_at < v_end
            and r.status <> 'reserved'
        order by r.user_id, r.created_at desc
        limit p_limit
    ) m;
    insert into credits.archived_reservations select m.* from unnest(v_reservations) m;
    delete from credits.reservations r
    using unnest(v_reservations) m
    where r.user_id = m.user_id and r.id = m.id;

    -- The user with whom either was full is looked at again.
    return (
        coalesce(cardinality(v_entries), 0) + coalesce(cardinality(v_reservations), 0),
        least(v_entries[p_limit].user_id, v_reservations[p_limit].user_id)
    )::credits.archive_batch;
end
$$;

grant execute on function credits.archive(text, integer, uuid, interval) to service_role;
comment on function credits.archive(text, integer, uuid, interval) is
    'Archives up to p_limit entries and as many reservations of a month (YYYY-MM in UTC) that has been over for p_older_than, those of users from p_from on by id. Answers how many rows it moved, and the user to go on from, or null when none is left. Raises TH001 with the field, TH500 when the archive has a row otherwise.';
