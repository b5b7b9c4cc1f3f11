-- Definer because callers have no right on the settings.
create or replace function ops.allows_addresses(p_addresses inet[])
returns boolean
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return cardinality(p_addresses) > 0
        and (
            exists (select from ops.webhook_settings s where s.allows_private_addresses)
            or not exists (
                select from unnest(p_addresses) a (address) where ops.is_public_address(a.address) is not true
            )
        );
end
$$;

grant execute on function ops.allows_addresses(inet[]) to service_role;
comment on function ops.allows_addresses(inet[]) is
    'Whether webhooks may be posted to a host that has these addresses: all have to be public, unless ops.webhook_settings says otherwise.';
