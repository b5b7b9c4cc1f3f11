create or replace function api.revoke_grant(
    user_id uuid,
    grant_id uuid,
    kind text,
    amount numeric default null,
    reason text default null,
    idempotency_key text default null
)
returns credits.revocations
language sql
volatile
security invoker
begin atomic
    select credits.revoke_grant(
        p_user_id => revoke_grant.user_id,
        p_grant_id => revoke_grant.grant_id,
        p_kind => revoke_grant.kind,
        p_amount => revoke_grant.amount,
        p_reason => revoke_grant.reason,
        p_idempotency_key => revoke_grant.idempotency_key
    );
end;

grant execute on function api.revoke_grant(uuid, uuid, text, numeric, text, text) to service_role;
comment on function api.revoke_grant(uuid, uuid, text, numeric, text, text) is
    'See credits.revoke_grant. Raises TH001, TH404, TH409, TH414.';
