-- A list of operations is judged one after another: allowed or why not, at what cost, what would remain.
begin;
select plan(3);

select tests.a_meter('calls', 5);
select tests.a_meter('calls', 4, p_per => 'day');
select tests.a_meter('pages', 2, p_kind => 'soft', p_overage_price => 1.5);
select tests.a_meter('free_calls');
select credits.set_price('gpt-5', 'tokens', 2, 1000);
select credits.set_price('image', 'job', 3);
insert into usage.meters (id, name, unit, job_type) values ('images', 'Images', 'images', 'image');
select tests.a_user(10) as user_id \gset
select usage.record(:'user_id', 'calls', 1, 'a');

create temporary table asked on commit drop as
select jsonb_build_array(
    jsonb_build_object('meter', 'calls', 'quantity', 2), jsonb_build_object('meter', 'calls', 'quantity', 2),
    jsonb_build_object('meter', 'calls', 'quantity', '1'),
    jsonb_build_object('model', 'gpt-5', 'quantity', 1000, 'meter', null),
    jsonb_build_object('model', 'gpt-5', 'quantity', 5000),
    jsonb_build_object('meter', 'pages', 'quantity', 3), jsonb_build_object('meter', 'images', 'quantity', 2),
    jsonb_build_object('meter', 'free_calls', 'quantity', 1000000),
    jsonb_build_object('meter', 'images', 'quantity', 1),
    jsonb_build_object('meter', 'unknown', 'quantity', 1), jsonb_build_object('meter', 'calls', 'quantity', 0),
    jsonb_build_object('meter', 'calls', 'model', 'gpt-5', 'quantity', 1),
    jsonb_build_object('quantity', 1), jsonb_build_object('meter', 'calls'), '7', null,
    jsonb_build_object('model', 'GPT', 'quantity', 1), jsonb_build_object('meter', 'calls', 'quantity', 'NaN')
) as operations;
create temporary table before on commit drop as select pg_current_wal_insert_lsn() as lsn;
select results_eq(
    format(
        'select v.is_allowed, v.reason, v.cost::text, v.remaining::text, v.credits_remaining::text
        from usage.preflight(%L, (select operations from asked)) v', :'user_id'
    ),
    $$values
        (true, null, '0', '1', '10'), (false, 'limit_exceeded', '0', '1', '10'), (true, null, '0', '0', '10'),
        (true, null, '2', null, '8'), (false, 'insufficient_credits', '10', null, '8'),
        (true, null, '1.5', '0', '6.5'), (true, null, '6', null, '0.5'), (true, null, '0', null, '0.5'),
        (false, 'insufficient_credits', '3', null, '0.5'), (false, 'not_found', null, null, '0.5'),
        (false, 'invalid_argument', null, null, '0.5'), (false, 'invalid_argument', null, null, '0.5'),
        (false, 'invalid_argument', null, null, '0.5'), (false, 'invalid_argument', null, null, '0.5'),
        (false, 'invalid_argument', null, null, '0.5'), (false, 'invalid_argument', null, null, '0.5'),
        (false, 'invalid_argument', null, null, '0.5'), (false, 'invalid_argument', null, null, '0.5')$$,
    'verdicts'
);
select is(
    tests.used(:'user_id') || ', ' || tests.balance(:'user_id'),
    'calls a day: 1 in 1, calls a month: 1 in 1, 10 available, 0 held, 0 owed', 'nothing has changed'
);
set local transaction_read_only = on;
select is(
    (select count(*) from usage.preflight(:'user_id', (select operations from asked))), 18::bigint,
    'it runs where nothing can be written'
);

select * from finish();
rollback;
