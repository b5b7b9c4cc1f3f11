-- Takes a signup bonus back, what was spent of it too. The claim and what it was made with stay, so
-- that whoever lost a bonus can't claim the next with the same address, device or card.
-- Definer because callers have no right on the tables.
create or replace function credits.reverse_signup_bonus(p_user_id uuid, p_reason text)
returns credits.signup_claims
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request credits.reverse_signup_bonus_request;
    v_field text;
    v_rule text;
    v_claim credits.signup_claims;
begin
    begin
        v_request := row(p_user_id, p_reason);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_request.reason is null then
        perform ops.fail_argument('reason', null);
    end if;

    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    select c.* into v_claim from credits.signup_claims c where c.user_id = p_user_id;
    if not found then
        perform ops.fail('TH404', 'signup_bonus');
    elsif v_claim.reversed_at is not null then
        return v_claim;
    end if;

    -- Unless it was taken back already, as any grant may be.
    perform credits.revoke_grant(
        p_user_id => p_user_id,
        p_grant_id => g.id,
        p_kind => 'adjustment',
        p_reason => v_request.reason
    )
    from credits.grants g
    where g.user_id = p_user_id and g.id = v_claim.grant_id and g.revoked < g.amount;

    update credits.signup_claims c
    set reversed_at = clock_timestamp(), reversed_reason = v_request.reason
    where c.user_id = p_user_id
    returning c.* into strict v_claim;
    return v_claim;
end
$$;

grant execute on function credits.reverse_signup_bonus(uuid, text) to service_role;
comment on function credits.reverse_signup_bonus(uuid, text) is
    'Takes a user''s signup bonus back; once, a repeat answers the same claim. Raises TH001 with the field, TH404 where none was claimed.';
