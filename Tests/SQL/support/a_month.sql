-- The month so many before this one, as clients write it.
create function tests.a_month(p_months integer default 0) returns text language sql stable as $$
    select to_char(usage.window_start('month', now()) - make_interval(months => p_months), 'YYYY-MM')
$$;
