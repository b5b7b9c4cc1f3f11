-- Definer because admins have no right to move credits but this one.
create or replace function api.admin_grant(
    user_id uuid,
    amount numeric,
    reason text,
    source text default 'promotion',
    expires_at timestamptz default null,
    idempotency_key text default null
)
returns credits.grants
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_reason credits.reason;
    v_rule text;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    elsif coalesce(admin_grant.source not in ('promotion', 'compensation', 'adjustment'), true) then
        perform ops.fail('TH001', 'source', 'source is promotion, compensation or adjustment');
    elsif admin_grant.reason is null then
        perform ops.fail_argument('reason', null);
    end if;
    begin
        v_reason := admin_grant.reason;
    exception
        when check_violation then
            get stacked diagnostics v_rule = constraint_name;
            perform ops.fail_argument('reason', v_rule);
    end;
    return credits.grant_credits(
        p_user_id => admin_grant.user_id,
        p_amount => admin_grant.amount,
        p_source => admin_grant.source,
        p_expires_at => admin_grant.expires_at,
        p_idempotency_key => admin_grant.idempotency_key,
        p_metadata => jsonb_build_object('reason', v_reason)
    );
end
$$;

grant execute on function api.admin_grant(uuid, numeric, text, text, timestamptz, text)
    to authenticated, service_role;
comment on function api.admin_grant(uuid, numeric, text, text, timestamptz, text) is
    'Gives a user credits, for a reason. For admins and trusted servers. See credits.grant_credits. Raises TH001 with the field, TH403, TH404, TH409, TH412.';
