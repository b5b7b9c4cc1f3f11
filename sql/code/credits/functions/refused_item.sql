-- A constraint that refuses what reserve, confirm or release would write says that the account doesn't add up.
create or replace function credits.refused_item(p_ordinality integer, p_code text, p_detail text, p_hint text)
returns credits.reservation_answer
language sql
immutable
security invoker
begin atomic
    select (
        p_ordinality,
        null::credits.reservations,
        case when p_code like 'TH%' then p_code else 'TH510' end,
        case when p_code like 'TH%' then nullif(p_detail, '') end,
        case when p_code like 'TH%' then nullif(p_hint, '') end
    )::credits.reservation_answer;
end;

comment on function credits.refused_item(integer, text, text, text) is
    'The answer to an item of a batch that was refused with an error; TH510 for one that is not of the registry.';
