create or replace function api.release_many(items jsonb)
returns setof credits.item_outcome
language sql
volatile
security invoker
begin atomic
    select o.* from credits.release_many(p_items => release_many.items) o;
end;

grant execute on function api.release_many(jsonb) to service_role;
comment on function api.release_many(jsonb) is 'See credits.release_many. Raises TH001.';
