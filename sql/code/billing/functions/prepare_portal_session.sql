-- Definer because callers have no right on the tables.
create or replace function billing.prepare_portal_session(p_user_id uuid, p_return_url text default null)
returns billing.stripe_request
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_return_url text := billing.return_target(p_return_url, 'return_url');
    v_customer_id text;
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    end if;
    select c.stripe_customer_id into v_customer_id
    from billing.customers c
    where c.user_id = p_user_id;
    if not found then
        perform ops.fail('TH404', 'customer');
    end if;
    return billing.request(
        p_user_id, null, 'portal', '/v1/billing_portal/sessions',
        jsonb_build_object('customer', v_customer_id, 'return_url', v_return_url),
        -- Each is used once, and soon.
        gen_random_uuid()::text
    );
end
$$;

grant execute on function billing.prepare_portal_session(uuid, text) to service_role;
comment on function billing.prepare_portal_session(uuid, text) is
    'What to post to Stripe for a page where a user manages what was bought; see billing.take_stripe_answer. Raises TH001 with the field, TH404 for a user who never bought anything.';
