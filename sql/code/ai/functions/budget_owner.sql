-- Whoever has stolen a key must not raise what may be spent through it.
create or replace function ai.budget_owner()
returns uuid
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.jwt() ->> 'api_key_id' is not null then
        perform ops.fail('TH403', 'api_key', 'budgets are not set by keys');
    elsif auth.uid() is null then
        perform ops.fail('TH403', 'user_id');
    end if;
    return auth.uid();
end
$$;

comment on function ai.budget_owner() is
    'The user who asks, to set their own budgets; no key does that. Raises TH403.';
