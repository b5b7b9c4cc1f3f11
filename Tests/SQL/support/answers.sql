-- What a batch answers, a line an item: its place, then status, amount and charge, or code and detail.
create function tests.answers(p_function text, p_items jsonb) returns setof text
language plpgsql volatile as $$
begin
    return query execute format(
        'select concat_ws(
            '' '', a.ordinality, coalesce(a.error_code, (a.reservation).status),
            coalesce(a.error_detail, (a.reservation).amount || '' '' || (a.reservation).charged)
        )
        from credits.%I($1) a',
        p_function
    ) using p_items;
end
$$;
