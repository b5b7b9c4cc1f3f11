-- Of the release before: what was under way when this one was installed still asks for it.
create or replace aggregate credits.left_after(p_available numeric, p_amount numeric) (
    sfunc = credits.take,
    stype = numeric
);

comment on aggregate credits.left_after(numeric, numeric) is
    'What is left of p_available credits after amounts were asked for in order, each of which gets all or nothing.';
