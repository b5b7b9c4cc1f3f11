-- Amounts, kinds and times stay, by which all that happened can still be proven; what anybody has written goes.
create or replace function credits.erase_user(p_user_id uuid, p_limit integer)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_total integer := 0;
    v_count integer;
begin
    update credits.grants g
    set metadata = '{}'
    where (g.user_id, g.id) in (
        select d.user_id, d.id
        from credits.grants d
        where d.user_id = p_user_id and d.metadata <> '{}'
        limit p_limit
    );
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;

    update credits.reservations r
    set job_id = null, description = null, reason = null, metadata = '{}'
    where (r.user_id, r.id) in (
        select d.user_id, d.id
        from credits.reservations d
        where
            d.user_id = p_user_id
            and (num_nonnulls(d.job_id, d.description, d.reason) > 0 or d.metadata <> '{}')
        limit p_limit
    );
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;

    update credits.archived_reservations r
    set job_id = null, description = null, reason = null, metadata = '{}'
    where (r.user_id, r.id, r.created_at) in (
        select d.user_id, d.id, d.created_at
        from credits.archived_reservations d
        where
            d.user_id = p_user_id
            and (num_nonnulls(d.job_id, d.description, d.reason) > 0 or d.metadata <> '{}')
        limit p_limit
    );
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;

    -- A request that is repeated after this counts as another, on an account that is nobody's.
    delete from credits.idempotency_keys k
    where (k.user_id, k.operation, k.key) in (
        select d.user_id, d.operation, d.key
        from credits.idempotency_keys d
        where d.user_id = p_user_id
        limit p_limit
    );
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;

    update credits.refunds f set reason = null where f.user_id = p_user_id and f.reason is not null;
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    update credits.revocations r set reason = null where r.user_id = p_user_id and r.reason is not null;
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    update credits.compensations c set reason = null where c.user_id = p_user_id and c.reason is not null;
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    update credits.signup_claims c
    set network = null, reversed_reason = case when c.reversed_reason is not null then 'erased' end
    where c.user_id = p_user_id and (c.network is not null or c.reversed_reason <> 'erased');
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    -- The digests stay, of nobody: else whoever leaves and comes back would have the bonus again.
    update credits.signup_identities i
    set claimed_by = '00000000-0000-0000-0000-000000000000'
    where i.claimed_by = p_user_id;
    get diagnostics v_count = row_count;
    return v_total + v_count;
end
$$;

comment on function credits.erase_user(uuid, integer) is
    'Takes away what anybody has written about a deleted account''s credits, up to p_limit rows of each table. Answers how many rows.';
