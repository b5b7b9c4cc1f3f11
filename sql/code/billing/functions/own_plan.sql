-- Definer because policies ask it for users, who don't read what else decides a plan.
create or replace function billing.own_plan()
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return billing.plan_of(auth.uid());
end
$$;

grant execute on function billing.own_plan() to authenticated;
comment on function billing.own_plan() is 'The plan of the user whose token the request carries.';
