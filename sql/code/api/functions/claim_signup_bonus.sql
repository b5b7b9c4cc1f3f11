-- A user claims for nobody else, and doesn't say which card or which network: those are proof only
-- when a payment provider and the service tell them. Requests from an unknown address share one
-- network.
-- Definer because users may not claim as a service does.
create or replace function api.claim_signup_bonus(device text default null)
returns api.credit_grants
language sql
volatile
security definer
begin atomic
    select
        g.id, g.user_id, g.source, g.amount, g.remaining, g.priority, g.effective_at, g.expires_at,
        g.created_at
    from credits.claim_signup_bonus(
        p_user_id => auth.uid(),
        p_device => claim_signup_bonus.device,
        p_network => coalesce(audit.request_address(), '0.0.0.0')
    ) g;
end;

grant execute on function api.claim_signup_bonus(text) to authenticated;
comment on function api.claim_signup_bonus(text) is
    'Grants the signup bonus to the user who asks, and answers the grant. See credits.claim_signup_bonus. Raises TH001, TH403, TH404, TH412, TH429.';

-- The same for a service, on behalf of any user.
create or replace function api.claim_signup_bonus(
    user_id uuid,
    device text default null,
    card text default null,
    network inet default null
)
returns credits.grants
language sql
volatile
security invoker
begin atomic
    select credits.claim_signup_bonus(
        p_user_id => claim_signup_bonus.user_id,
        p_device => claim_signup_bonus.device,
        p_card => claim_signup_bonus.card,
        p_network => claim_signup_bonus.network
    );
end;

grant execute on function api.claim_signup_bonus(uuid, text, text, inet) to service_role;
comment on function api.claim_signup_bonus(uuid, text, text, inet) is
    'See credits.claim_signup_bonus. Raises TH001, TH403, TH404, TH412, TH429.';
