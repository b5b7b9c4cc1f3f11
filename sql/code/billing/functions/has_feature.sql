-- Definer because callers have no right on the tables.
create or replace function billing.has_feature(p_user_id uuid, p_feature text)
returns boolean
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_value jsonb;
begin
    select p.features -> p_feature into v_value
    from billing.plans p
    where p.id = billing.plan_of(p_user_id);
    return coalesce(v_value not in ('false', '0', '""'), false);
end
$$;

grant execute on function billing.has_feature(uuid, text) to service_role;
comment on function billing.has_feature(uuid, text) is
    'Whether the plan of a user switches a feature on: with anything but false, 0 or an empty text.';
