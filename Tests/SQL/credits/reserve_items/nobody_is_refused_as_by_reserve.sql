-- An item of a user that there is not is refused in reserve's own words, whatever else it asks for.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select gen_random_uuid() as nobody \gset

select results_eq(
    format(
        'select tests.answers(''reserve_items'', %L)',
        (
            select jsonb_agg(jsonb_build_object('user_id', :'nobody', 'job_type', 'story') || i.item order by i.place)
            from (values
                (1, jsonb_build_object('amount', 1, 'idempotency_key', 'k')),
                (2, jsonb_build_object('amount', 1, 'idempotency_key', 'k')),
                (3, jsonb_build_object('units', 1)),
                (4, jsonb_build_object('user_id', :'user_id', 'amount', 4, 'idempotency_key', 'k'))
            ) as i (place, item)
        )
    ),
    format(
        $$values (%L), (%L), (%L), ('4 reserved 4 0')$$,
        '1 ' || tests.refusal(format('select credits.reserve(%L, 1, ''story'', p_idempotency_key => ''k'')', :'nobody')),
        '2 ' || tests.refusal(format('select credits.reserve(%L, 1, ''story'', p_idempotency_key => ''k'')', :'nobody')),
        '3 ' || tests.refusal(
            format('select credits.reserve(p_user_id => %L, p_job_type => ''story'', p_units => 1)', :'nobody')
        )
    ),
    'item by item'
);
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
