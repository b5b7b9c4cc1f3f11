create or replace function billing.return_target(p_url text, p_field text)
returns text
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_target text := identity.redirect_target(p_url);
begin
    if p_url is not null and v_target is distinct from p_url then
        perform ops.fail('TH001', p_field, format('%s is of the site, or allowed', replace(p_field, '_', ' ')));
    end if;
    return v_target;
end
$$;

comment on function billing.return_target(text, text) is
    'Where Stripe''s pages lead back to: p_url if it is of the site or allowed, by default the site. Raises TH001 with the field.';
