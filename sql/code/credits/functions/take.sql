-- Of the release before: what was under way when this one was installed still asks for it.
create or replace function credits.take(p_left numeric, p_available numeric, p_amount numeric)
returns numeric
language plpgsql
immutable
parallel safe
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce(p_left, p_available)
        - case when coalesce(p_left, p_available) >= p_amount then p_amount else 0 end;
end
$$;

comment on function credits.take(numeric, numeric, numeric) is
    'What is left of p_left (at first p_available) credits after p_amount of them was asked for: none is taken when it is too little.';
