-- Definer because users may not ask for others, as a service does.
create or replace function api.preflight(operations jsonb)
returns setof usage.verdict
language sql
stable
security definer
begin atomic
    select v.* from usage.preflight(p_user_id => auth.uid(), p_operations => preflight.operations) v;
end;

grant execute on function api.preflight(jsonb) to authenticated;
comment on function api.preflight(jsonb) is
    'Whether the user who asks could do operations, and at what cost. See usage.preflight. Raises TH001, TH404.';

-- The same for a service, on behalf of any user.
create or replace function api.preflight(user_id uuid, operations jsonb)
returns setof usage.verdict
language sql
stable
security invoker
begin atomic
    select v.*
    from usage.preflight(p_user_id => preflight.user_id, p_operations => preflight.operations) v;
end;

grant execute on function api.preflight(uuid, jsonb) to service_role;
comment on function api.preflight(uuid, jsonb) is 'See usage.preflight. Raises TH001, TH404.';
