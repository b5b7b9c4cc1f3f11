create or replace function api.verify(user_id uuid default null)
returns setof credits.violation
language sql
stable
security invoker
begin atomic
    select v.* from credits.verify(p_user_id => verify.user_id) v;
end;

grant execute on function api.verify(uuid) to service_role;
comment on function api.verify(uuid) is 'See credits.verify.';
