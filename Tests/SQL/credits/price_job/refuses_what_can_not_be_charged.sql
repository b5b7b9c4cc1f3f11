-- A cost above what can be charged at all is refused as the amount; one at the bound is not.
begin;
select plan(3);

select credits.set_price('gold', 'pages', 10000000000000);

select is((credits.price_job('gold', 1)).amount, 10000000000000::numeric, 'the most there is');
select is(tests.refusal('select credits.price_job(''gold'', 1.0001)'), 'TH001 amount', 'more');
select is(
    tests.refusal('select credits.price_job(''gold'', 1000000000000)'), 'TH001 amount', 'far more'
);

select * from finish();
rollback;
