create or replace function api.confirm_many(items jsonb)
returns setof credits.item_outcome
language sql
volatile
security invoker
begin atomic
    select o.* from credits.confirm_many(p_items => confirm_many.items) o;
end;

grant execute on function api.confirm_many(jsonb) to service_role;
comment on function api.confirm_many(jsonb) is 'See credits.confirm_many. Raises TH001.';
