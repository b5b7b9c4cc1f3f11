create or replace function credits.release_many(p_items jsonb)
returns setof credits.item_outcome
language sql
volatile
security invoker
begin atomic
    select i.ordinality, (i.reservation).id, i.error_code from credits.release_items(p_items) i;
end;

grant execute on function credits.release_many(jsonb) to service_role;
comment on function credits.release_many(jsonb) is
    'Releases for 1 to 1000 items, each an object with the arguments of credits.release without p_, and answers a row an item in their order. A bad item fails alone with TH001, TH404, TH410 or TH411. Raises TH001 when there are no 1 to 1000 items.';
