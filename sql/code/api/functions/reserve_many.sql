create or replace function api.reserve_many(items jsonb)
returns setof credits.item_outcome
language sql
volatile
security invoker
begin atomic
    select o.* from credits.reserve_many(p_items => reserve_many.items) o;
end;

grant execute on function api.reserve_many(jsonb) to service_role;
comment on function api.reserve_many(jsonb) is 'See credits.reserve_many. Raises TH001.';
