-- Grants the signup bonus of a user's plan, once. All is decided in this transaction: what was
-- written before a refusal is rolled back with it, so a refused claim uses up nothing.
-- Race: claims of one user queue on the account's row, those that share an address, a device or a
-- card on the unique key of the identity, those of one network on its row. Keys are taken in the
-- same order by all, so they never wait for one another in a circle.
-- Definer because callers have no right on the tables.
create or replace function credits.claim_signup_bonus(
    p_user_id uuid,
    p_device text default null,
    p_card text default null,
    p_network inet default null
)
returns credits.grants
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_request credits.claim_signup_bonus_request;
    v_field text;
    v_rule text;
    v_user record;
    v_email text;
    v_plan billing.plans;
    v_grant credits.grants;
    v_taken text;
begin
    begin
        v_request := row(p_user_id, p_device, p_card);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;

    select u.email, u.email_confirmed_at, u.is_anonymous into v_user
    from auth.users u
    where u.id = p_user_id;
    if not found then
        perform ops.fail('TH404', 'account');
    end if;
    v_email := credits.normalised_email(v_user.email);
    if v_user.is_anonymous then
        perform ops.fail('TH403', 'user', 'user is not anonymous');
    elsif v_email is null then
        perform ops.fail('TH403', 'email', 'email is known');
    elsif v_user.email_confirmed_at is null then
        perform ops.fail('TH403', 'email_confirmed_at', 'email is confirmed');
    elsif credits.is_disposable(v_email) then
        perform ops.fail('TH403', 'email', 'email is not of a disposable domain');
    end if;

    select p.* into v_plan from billing.plans p where p.id = billing.plan_of(p_user_id);
    if coalesce(v_plan.signup_credits, 0) = 0 then
        perform ops.fail('TH404', 'signup_bonus');
    end if;
    v_grant := credits.grant_credits(
        p_user_id => p_user_id,
        p_amount => v_plan.signup_credits,
        p_source => 'signup_bonus',
        p_metadata => jsonb_build_object('plan', v_plan.id)
    );

    with identities as (
        select i.kind, i.value
        from (values ('email', v_email), ('device', v_request.device), ('card', v_request.card))
            as i (kind, value)
        where i.value is not null
    ),
    claimed as (
        insert into credits.signup_identities (kind, digest, claimed_by)
        select i.kind, sha256(convert_to(i.value, 'UTF8')), p_user_id
        from identities i
        on conflict do nothing
        returning kind
    )
    select i.kind into v_taken
    from identities i
    where not exists (select from claimed c where c.kind = i.kind)
    limit 1;
    if found then
        perform ops.fail('TH412', v_taken);
    end if;

    if p_network is not null then
        perform credits.count_signup(credits.signup_network(p_network), v_at);
    end if;

    insert into credits.signup_claims (user_id, plan, grant_id, network, created_at)
    values (p_user_id, v_plan.id, v_grant.id, credits.signup_network(p_network), v_at);
    return v_grant;
end
$$;

grant execute on function credits.claim_signup_bonus(uuid, text, text, inet) to service_role;
comment on function credits.claim_signup_bonus(uuid, text, text, inet) is
    'Grants the signup bonus of a user''s plan, once per user, e-mail address, device and card, and to so many users of a network in an hour. Raises TH001 with the field, TH403 with what the user lacks (email, email_confirmed_at, user), TH404 (account, or signup_bonus where the plan has none), TH412 with what was used already (user, email, device, card), TH429 with the seconds to wait.';
