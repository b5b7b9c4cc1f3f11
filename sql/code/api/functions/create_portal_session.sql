-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.create_portal_session(return_url text default null)
returns billing.stripe_request
language sql
volatile
security definer
begin atomic
    select billing.prepare_portal_session(
        p_user_id => auth.uid(), p_return_url => create_portal_session.return_url
    );
end;

grant execute on function api.create_portal_session(text) to authenticated;
comment on function api.create_portal_session(text) is
    'Opens Stripe''s customer portal for the user who asks; the service posts what it answers to Stripe. See billing.prepare_portal_session. Raises TH001, TH404.';

-- The same for a service, on behalf of any user.
create or replace function api.create_portal_session(user_id uuid, return_url text default null)
returns billing.stripe_request
language sql
volatile
security invoker
begin atomic
    select billing.prepare_portal_session(
        p_user_id => create_portal_session.user_id, p_return_url => create_portal_session.return_url
    );
end;

grant execute on function api.create_portal_session(uuid, text) to service_role;
comment on function api.create_portal_session(uuid, text) is
    'See billing.prepare_portal_session. Raises TH001, TH404.';
