-- An item may have units instead of an amount; it is priced as reserve prices it, among items
-- that are not.
begin;
select plan(2);

select tests.a_user(20) as user_id \gset
select credits.set_price('pages.a4', 'pages', 2);

select results_eq(
    format(
        'select tests.answers(''reserve_items'', %L)',
        (
            select jsonb_agg(
                i.item || jsonb_build_object('user_id', :'user_id', 'job_type', 'pages.a4') order by i.place
            )
            from (values
                (1, jsonb '{"units": 3}'), (2, '{"amount": 4}'), (3, '{"units": 0}'), (4, '{"units": 6}'),
                (5, '{"units": 1, "amount": 2}'), (6, '{"units": "x"}'), (7, '{"units": 5}')
            ) as i (place, item)
        )
    ),
    $$values ('1 reserved 6 0'), ('2 reserved 4 0'), ('3 TH001 units'), ('4 TH402'), ('5 TH001 amount'),
        ('6 TH001 units'), ('7 reserved 10 0')$$,
    'in order'
);
select is(
    (
        select count(*)::integer
        from credits.reservations r
        join credits.prices p on p.id = r.price_id
        where r.user_id = :'user_id' and r.units in (3, 5)
    ),
    2,
    'they name their price'
);

select * from finish();
rollback;
