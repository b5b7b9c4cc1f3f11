create or replace function credits.release_together(p_requests credits.release_request[])
returns credits.reservation_answer[]
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_user_ids uuid[] := array(select r.user_id::uuid from unnest(p_requests) r);
    v_user_id uuid;
    v_answers credits.reservation_answer[];
begin
    perform credits.lock_accounts(v_user_ids);

    with items as materialized (
        select
            r.ordinality::integer as ordinality,
            r.user_id::uuid as user_id,
            r.reservation_id::uuid as reservation_id,
            r.reason,
            row_number() over (partition by r.user_id, r.reservation_id order by r.ordinality) = 1 as is_first
        from unnest(p_requests) with ordinality as r
        where r.user_id is not null
    ),
    released as (
        update credits.reservations r
        set status = 'released', settled_at = v_at, reason = i.reason
        from items i
        where
            r.user_id = i.user_id and r.id = i.reservation_id and i.is_first
            and r.status = 'reserved' and r.expires_at > v_at
        returning i.ordinality, r
    ),
    moved as (
        update credits.accounts a
        set held = trim_scale(a.held - s.amount), available = trim_scale(a.available + s.amount)
        from (
            select (d.r).user_id as user_id, sum((d.r).amount) as amount
            from released d
            group by (d.r).user_id
        ) s
        where a.user_id = s.user_id
    )
    select array_agg(
        (
            o.ordinality, o.reservation, o.error_code, case when o.error_code = 'TH404' then 'reservation' end, null
        )::credits.reservation_answer
    )
    into v_answers
    from (
        select
            i.ordinality,
            case when i.is_first then d.r end as reservation,
            case
                when d.r is null then credits.unsettleable_code(i.user_id, i.reservation_id)
                when not i.is_first then 'TH410'
            end as error_code
        from items i
        left join released d on (d.r).user_id = i.user_id and (d.r).id = i.reservation_id
    ) o;

    -- What was held of a grant that has expired meanwhile lapses now.
    for v_user_id in
        select a.user_id
        from credits.accounts a
        where a.user_id = any (v_user_ids) and (a.next_expiry_at <= v_at or a.debt > 0)
        order by a.user_id
    loop
        perform credits.settle(v_user_id, v_at);
    end loop;
    return v_answers;
end
$$;

comment on function credits.release_together(credits.release_request[]) is
    'The set-based form of credits.release, for the requests of a batch that aren''t null; answers in no order. Raises TH510, or a constraint''s error, when an account does not add up.';
