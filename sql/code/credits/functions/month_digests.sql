-- What a checkpoint has of a month's rows, and what is compared with it.
create or replace function credits.month_digests(
    p_month credits.archive_month,
    p_after uuid default null,
    p_last uuid default 'ffffffff-ffff-ffff-ffff-ffffffffffff'
)
returns table (
    user_id uuid,
    archived_entries bigint,
    entries_digest bytea,
    archived_reservations bigint,
    reservations_digest bytea
)
language sql
stable
security invoker
begin atomic
    select
        coalesce(e.user_id, r.user_id), coalesce(e.row_count, 0), coalesce(e.digest, sha256('')),
        coalesce(r.row_count, 0), coalesce(r.digest, sha256(''))
    from (
        select
            a.user_id, count(*) as row_count,
            sha256(
                string_agg(credits.entry_digest(row(a.*)::credits.ledger_entries), '' order by a.sequence)
            ) as digest
        from credits.archived_entries a
        where
            a.created_at >= p_month.starts_at and a.created_at < p_month.ends_at
            and (p_after is null or a.user_id > p_after) and a.user_id <= p_last
        group by a.user_id
    ) e
    full join (
        select
            a.user_id, count(*) as row_count,
            sha256(
                string_agg(credits.reservation_digest(row(a.*)::credits.reservations), '' order by a.id)
            ) as digest
        from credits.archived_reservations a
        where
            a.created_at >= p_month.starts_at and a.created_at < p_month.ends_at
            and (p_after is null or a.user_id > p_after) and a.user_id <= p_last
        group by a.user_id
    ) r on r.user_id = e.user_id;
end;

comment on function credits.month_digests(credits.archive_month, uuid, uuid) is
    'What users after p_after (null: from the first) up to p_last have in a month of the archive: rows, and digests of all of them.';
