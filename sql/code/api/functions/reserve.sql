create or replace function api.reserve(
    user_id uuid,
    amount numeric default null,
    job_type text default null,
    job_id text default null,
    ttl interval default '15 minutes',
    idempotency_key text default null,
    description text default null,
    metadata jsonb default '{}',
    units numeric default null
)
returns credits.reservations
language sql
volatile
security invoker
begin atomic
    select credits.reserve(
        p_user_id => reserve.user_id,
        p_amount => reserve.amount,
        p_job_type => reserve.job_type,
        p_job_id => reserve.job_id,
        p_ttl => reserve.ttl,
        p_idempotency_key => reserve.idempotency_key,
        p_description => reserve.description,
        p_metadata => reserve.metadata,
        p_units => reserve.units
    );
end;

grant execute on function
    api.reserve(uuid, numeric, text, text, interval, text, text, jsonb, numeric) to service_role;
comment on function api.reserve(uuid, numeric, text, text, interval, text, text, jsonb, numeric) is
    'See credits.reserve. Raises TH001, TH402, TH404, TH409.';
