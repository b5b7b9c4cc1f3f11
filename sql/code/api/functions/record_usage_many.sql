create or replace function api.record_usage_many(items jsonb)
returns setof usage.record_outcome
language sql
volatile
security invoker
begin atomic
    select o.* from usage.record_many(p_items => record_usage_many.items) o;
end;

grant execute on function api.record_usage_many(jsonb) to service_role;
comment on function api.record_usage_many(jsonb) is 'See usage.record_many. Raises TH001.';
