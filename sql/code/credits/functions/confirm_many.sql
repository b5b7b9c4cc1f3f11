create or replace function credits.confirm_many(p_items jsonb)
returns setof credits.item_outcome
language sql
volatile
security invoker
begin atomic
    select i.ordinality, (i.reservation).id, i.error_code from credits.confirm_items(p_items) i;
end;

grant execute on function credits.confirm_many(jsonb) to service_role;
comment on function credits.confirm_many(jsonb) is
    'Confirms for 1 to 1000 items, each an object with the arguments of credits.confirm without p_, and answers a row an item in their order. A bad item fails alone with TH001, TH402, TH404, TH409, TH410 or TH411. Raises TH001 when there are no 1 to 1000 items.';
