-- A domain's refusal names the argument and says its constraint in words.
begin;
select plan(3);

select throws_ok(
    $$select ops.fail_argument('amount', 'amount_is_small')$$, 'TH001', 'invalid argument', 'TH001'
);
select is(
    tests.refusal($$select ops.fail_argument('amount', 'amount_is_small')$$),
    'TH001 amount',
    'the field'
);
select is(
    tests.refusal($$select ops.fail_argument('amount', null)$$),
    'TH001 amount',
    'also when it is missing'
);

select * from finish();
rollback;
