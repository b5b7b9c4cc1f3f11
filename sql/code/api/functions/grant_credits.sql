create or replace function api.grant_credits(
    user_id uuid,
    amount numeric,
    source text,
    expires_at timestamptz default null,
    priority integer default 100,
    idempotency_key text default null,
    metadata jsonb default '{}'
)
returns credits.grants
language sql
volatile
security invoker
begin atomic
    select credits.grant_credits(
        p_user_id => grant_credits.user_id,
        p_amount => grant_credits.amount,
        p_source => grant_credits.source,
        p_expires_at => grant_credits.expires_at,
        p_priority => grant_credits.priority,
        p_idempotency_key => grant_credits.idempotency_key,
        p_metadata => grant_credits.metadata
    );
end;

grant execute on function
    api.grant_credits(uuid, numeric, text, timestamptz, integer, text, jsonb) to service_role;
comment on function api.grant_credits(uuid, numeric, text, timestamptz, integer, text, jsonb) is
    'See credits.grant_credits. Raises TH001, TH404, TH409, TH412.';
