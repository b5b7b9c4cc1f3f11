create or replace function identity.admin_refusal(p_context jsonb)
returns identity.answer
language sql
stable
security invoker
begin atomic
    select
        case
            when identity.object_of(p_context, 'claims') is null
                then identity.refuse(
                    401, 'no_authorization', 'This endpoint requires a valid Bearer token'
                )
            when coalesce(p_context #>> '{claims,role}', '') not in ('service_role', 'supabase_admin')
                then identity.refuse(403, 'not_admin', 'User not allowed')
            when not identity.allows(identity.object_of(p_context, 'claims'), array['auth'])
                then identity.refuse(403, 'insufficient_scope', 'The key lacks the scope identity:manage')
        end;
end;

comment on function identity.admin_refusal(jsonb) is
    'Refuses whoever has no service key: 401 no_authorization, 403 not_admin, insufficient_scope; null for one who has.';
