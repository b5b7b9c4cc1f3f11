create or replace function identity.admin_refusal(p_context jsonb)
returns identity.answer
language sql
immutable
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
        end;
end;

comment on function identity.admin_refusal(jsonb) is
    'Refuses whoever has no service key: 401 no_authorization, 403 not_admin; null for one who has.';
