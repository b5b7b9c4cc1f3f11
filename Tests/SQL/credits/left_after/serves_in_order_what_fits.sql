-- Amounts are served in order; one that does not fit leaves what is there to later, smaller ones.
begin;
select plan(2);

select results_eq(
    $$select credits.left_after(10, a.amount) over (order by a.place)
    from (values (1, 4), (2, 7), (3, 6), (4, 0.0001)) as a (place, amount)$$,
    'values (6::numeric), (6), (0), (0)',
    'what is left after each'
);
select is(
    (select credits.left_after(10, a.amount) from (select 1::numeric as amount where false) a),
    null,
    'nobody asked'
);

select * from finish();
rollback;
