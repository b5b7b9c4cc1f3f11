create or replace view api.api_keys with (security_invoker = true) as
select
    k.id,
    k.user_id,
    k.role,
    k.name::text as name,
    k.prefix,
    array(
        select s.scope from identity.api_key_scopes s where s.api_key_id = k.id order by s.scope
    ) as scopes,
    k.expires_at,
    k.last_used_at,
    k.rotated_at,
    k.revoked_at,
    k.created_at
from identity.api_keys k;

grant select on api.api_keys to authenticated, service_role;
comment on view api.api_keys is 'Keys for programs, without what would let anybody use them.';
