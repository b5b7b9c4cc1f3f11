-- Sets right by hand what went wrong. More becomes a grant; less is taken back from the grants that
-- would be drawn last.
-- Definer because callers have no right on the tables.
create or replace function credits.adjust(
    p_user_id uuid,
    p_amount numeric,
    p_reason text,
    p_idempotency_key text default null
)
returns credits.account_balance
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_request credits.adjust_request;
    v_field text;
    v_rule text;
    v_fingerprint bytea;
    v_answer jsonb;
    v_account credits.accounts;
    v_revocation credits.revocations;
    v_balance credits.account_balance;
begin
    begin
        v_request := row(p_user_id, trim_scale(abs(p_amount)), p_reason, p_idempotency_key);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_request.amount is null then
        perform ops.fail_argument('amount', null);
    elsif v_request.reason is null then
        perform ops.fail_argument('reason', null);
    end if;

    v_account := credits.settle(p_user_id, v_at);
    if v_request.idempotency_key is not null then
        v_fingerprint := credits.fingerprint(jsonb_build_array(trim_scale(p_amount), v_request.reason));
        v_answer := credits.find_answer(p_user_id, 'adjust', v_request.idempotency_key, v_fingerprint);
        if v_answer is not null then
            return jsonb_populate_record(null::credits.account_balance, v_answer);
        end if;
    end if;

    if p_amount > 0 then
        perform credits.grant_credits(
            p_user_id, v_request.amount, 'adjustment',
            p_metadata => jsonb_build_object('reason', v_request.reason)
        );
    else
        v_revocation.user_id := p_user_id;
        v_revocation.kind := 'adjustment';
        v_revocation.amount := v_request.amount;
        v_revocation.reason := v_request.reason;
        perform credits.claw_back(v_account, v_revocation, v_request.amount, v_at);
    end if;
    v_balance := credits.current_balance(p_user_id, v_at);

    if v_request.idempotency_key is not null then
        insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
        values (p_user_id, 'adjust', v_request.idempotency_key, v_fingerprint, to_jsonb(v_balance));
    end if;
    return v_balance;
end
$$;

grant execute on function credits.adjust(uuid, numeric, text, text) to service_role;
comment on function credits.adjust(uuid, numeric, text, text) is
    'Gives p_amount credits, or, when it is negative, takes them back: from unheld grants, the last in draw order first, then as debt up to debt_limit + clawback_limit; beyond that it is written off. Answers the balance. Raises TH001 with the field, TH404 for an unknown user, TH409 for a reused key.';
