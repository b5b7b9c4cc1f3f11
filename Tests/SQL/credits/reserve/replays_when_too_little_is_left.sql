-- A replay needs no credits.
begin;
select plan(2);

select tests.a_user(5) as user_id \gset
create temporary table answer on commit drop as
select r.* from credits.reserve(:'user_id', 5, 'story', p_idempotency_key => 'k') r;

select results_eq(
    format(
        'select r.* from credits.reserve(%L, 5, ''story'', p_idempotency_key => ''k'') r',
        :'user_id'
    ),
    'select * from answer',
    'the first answer'
);
select is(
    tests.refusal(
        format(
            'select credits.reserve(%L, 5, ''story'', p_idempotency_key => ''other'')',
            :'user_id'
        )
    ),
    'TH402',
    'another key needs them'
);

select * from finish();
rollback;
