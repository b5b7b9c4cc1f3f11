-- Definer because callers have no right on the tables.
create or replace function credits.grant_credits(
    p_user_id uuid,
    p_amount numeric,
    p_source text,
    p_expires_at timestamptz default null,
    p_priority integer default 100,
    p_idempotency_key text default null,
    p_metadata jsonb default '{}'
)
returns credits.grants
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_request credits.grant_request;
    v_field text;
    v_rule text;
    v_fingerprint bytea;
    v_answer jsonb;
    v_account credits.accounts;
    v_grant credits.grants;
begin
    begin
        v_request := row(
            p_user_id, trim_scale(p_amount), p_source, p_expires_at, p_priority, p_idempotency_key, p_metadata
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_request.amount is null then
        perform ops.fail_argument('amount', null);
    end if;
    -- The account's lock closes the race between two calls with one key.
    select a.* into v_account from credits.accounts a where a.user_id = p_user_id for no key update;
    if not found then
        perform ops.fail('TH404', 'account');
    end if;

    if v_request.idempotency_key is not null then
        v_fingerprint := credits.fingerprint(
            jsonb_build_array(
                v_request.amount, v_request.source, extract(epoch from v_request.expires_at),
                v_request.priority, v_request.metadata
            )
        );
        v_answer := credits.find_answer(p_user_id, 'grant', v_request.idempotency_key, v_fingerprint);
        if v_answer is not null then
            return jsonb_populate_record(null::credits.grants, v_answer);
        end if;
    end if;

    if p_expires_at <= v_at then
        perform ops.fail('TH001', 'expires_at', 'expires_at is in the future');
    end if;
    perform credits.check_metadata(v_request.metadata);

    insert into credits.grants (
        user_id, source, amount, remaining, priority, effective_at, expires_at, sequence, metadata, created_at
    ) values (
        p_user_id, v_request.source, v_request.amount, v_request.amount, p_priority, v_at, p_expires_at, v_account.sequence + 1,
        v_request.metadata, v_at
    )
    -- A key of its own says that a user gets one signup bonus.
    on conflict (user_id, source) where source = 'signup_bonus' do nothing
    returning * into v_grant;
    if not found then
        perform ops.fail('TH412', 'user');
    end if;

    insert into credits.ledger_entries (user_id, sequence, kind, amount, balance, grant_id, created_at)
    values (
        p_user_id, v_grant.sequence, 'grant', v_request.amount,
        trim_scale(v_account.available + v_account.held - v_account.debt + v_request.amount), v_grant.id, v_at
    );

    update credits.accounts a
    set
        available = trim_scale(a.available + v_request.amount),
        sequence = v_grant.sequence,
        next_expiry_at = least(a.next_expiry_at, p_expires_at)
    where a.user_id = p_user_id;

    if v_account.debt > 0 then
        perform credits.settle(p_user_id, v_at);
        select g.* into strict v_grant
        from credits.grants g
        where g.user_id = p_user_id and g.id = v_grant.id;
    end if;

    if v_request.idempotency_key is not null then
        insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
        values (p_user_id, 'grant', v_request.idempotency_key, v_fingerprint, to_jsonb(v_grant));
    end if;
    return v_grant;
end
$$;

grant execute on function
    credits.grant_credits(uuid, numeric, text, timestamptz, integer, text, jsonb) to service_role;
comment on function credits.grant_credits(uuid, numeric, text, timestamptz, integer, text, jsonb) is
    'Gives a user a lot of credits (p_amount, at most 4 decimals) that may expire; repays debt first. Raises TH001 with the field, TH404 for an unknown user, TH409 for a reused key, TH412 for a second signup bonus.';
