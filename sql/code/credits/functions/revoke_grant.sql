-- Takes a grant back whose price was refunded or charged back, or that was given in error. What was
-- spent of it is owed, what lapsed unused is not.
-- Definer because callers have no right on the tables.
create or replace function credits.revoke_grant(
    p_user_id uuid,
    p_grant_id uuid,
    p_kind text,
    p_amount numeric default null,
    p_reason text default null,
    p_idempotency_key text default null
)
returns credits.revocations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_request credits.revoke_request;
    v_field text;
    v_rule text;
    v_fingerprint bytea;
    v_answer jsonb;
    v_account credits.accounts;
    v_grant credits.grants;
    v_amount numeric;
    v_collected numeric;
    v_lapsed numeric := 0;
    v_revocation credits.revocations;
begin
    begin
        v_request := row(
            p_user_id, p_grant_id, p_kind, trim_scale(p_amount), p_reason, p_idempotency_key
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;

    v_account := credits.settle(p_user_id, v_at);
    if v_request.idempotency_key is not null then
        v_fingerprint := credits.fingerprint(
            jsonb_build_array(p_grant_id, v_request.kind, v_request.amount, v_request.reason)
        );
        v_answer := credits.find_answer(p_user_id, 'revoke', v_request.idempotency_key, v_fingerprint);
        if v_answer is not null then
            return jsonb_populate_record(null::credits.revocations, v_answer);
        end if;
    end if;

    select g.* into v_grant from credits.grants g where g.user_id = p_user_id and g.id = p_grant_id;
    if not found then
        perform ops.fail('TH404', 'grant');
    end if;
    if v_grant.revoked = v_grant.amount then
        perform ops.fail('TH414');
    end if;
    v_amount := coalesce(v_request.amount, v_grant.amount - v_grant.revoked);
    if v_amount > v_grant.amount - v_grant.revoked then
        perform ops.fail('TH001', 'amount', 'amount is at most what was not taken back yet');
    end if;

    update credits.grants g
    set revoked = trim_scale(g.revoked + v_amount)
    where g.user_id = p_user_id and g.id = p_grant_id;

    select coalesce(sum(r.taken + r.owed), 0) into v_collected
    from credits.revocations r
    where r.user_id = p_user_id and r.grant_id = p_grant_id;

    if v_grant.expires_at <= v_at then
        select coalesce(sum(m.lapsed), 0) into v_lapsed
        from (
            select -l.amount as lapsed
            from credits.all_entries l
            where l.user_id = p_user_id and l.grant_id = p_grant_id and l.kind = 'expiry'
            union all
            select c.lapsed
            from credits.checkpoint_grants c
            join credits.drops d on d.number = c.number
            where c.user_id = p_user_id and c.grant_id = p_grant_id
        ) m;
        perform credits.check_archive();
    end if;

    v_revocation.user_id := p_user_id;
    v_revocation.grant_id := p_grant_id;
    v_revocation.kind := v_request.kind;
    v_revocation.amount := v_amount;
    v_revocation.reason := v_request.reason;
    v_revocation := credits.claw_back(
        v_account,
        v_revocation,
        greatest(least(v_amount, v_grant.amount - v_lapsed - v_collected), 0),
        v_at
    );

    if v_request.idempotency_key is not null then
        insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
        values (p_user_id, 'revoke', v_request.idempotency_key, v_fingerprint, to_jsonb(v_revocation));
    end if;
    return v_revocation;
end
$$;

grant execute on function credits.revoke_grant(uuid, uuid, text, numeric, text, text) to service_role;
comment on function credits.revoke_grant(uuid, uuid, text, numeric, text, text) is
    'Takes p_amount credits of a grant back (default: all that was not yet): what is unheld of it, then of others, the rest as debt up to debt_limit + clawback_limit; beyond that it is written off. p_kind is refund, chargeback or adjustment. Raises TH001 with the field, TH404, TH409 for a reused key, TH414 when all was taken back already, TH511 when history was dropped meanwhile.';
