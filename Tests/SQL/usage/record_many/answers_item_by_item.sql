-- Each item of a batch is recorded or refused by itself, as the single call would.
begin;
select plan(9);

select tests.a_meter('calls', 5);
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select results_eq(
    format(
        'select o.ordinality, o.event_id, o.error_code, o.error_detail from usage.record_many(%L) o',
        jsonb_build_array(
            jsonb_build_object('user_id', :'user_id', 'meter', 'calls', 'quantity', 4, 'event_id', 'a'),
            jsonb_build_object('user_id', :'user_id', 'meter', 'calls', 'quantity', 2, 'event_id', 'b'),
            jsonb_build_object('user_id', :'user_id', 'meter', 'calls', 'quantity', '4.0', 'event_id', 'a'),
            jsonb_build_object('user_id', :'other', 'meter', 'calls', 'quantity', 5, 'event_id', 'a', 'at', now()),
            jsonb_build_object('user_id', 'me', 'meter', 'calls', 'quantity', 5, 'event_id', 'a'),
            jsonb_build_object('meter', 'calls', 'quantity', 5, 'event_id', 'a'),
            jsonb_build_object('user_id', :'user_id', 'meter', 'calls', 'quantity', 'many', 'event_id', 'c'),
            jsonb_build_object('user_id', :'user_id', 'meter', 'images', 'quantity', 1, 'event_id', 'c'),
            jsonb_build_object('user_id', :'user_id', 'meter', 'calls', 'quantity', 1, 'event_id', 'c', 'at', 'soon'),
            '7', null,
            jsonb_build_object('user_id', :'user_id', 'meter', 'calls', 'quantity', 1, 'event_id', 'a'),
            jsonb_build_object('user_id', :'user_id', 'meter', 'calls', 'quantity', null, 'event_id', 'd')
        )
    ),
    $$values (1, 'a', null, null), (2, null, 'TH451', 'calls a month'), (3, 'a', null, null),
        (4, 'a', null, null), (5, null, 'TH001', 'user_id'), (6, null, 'TH001', 'user_id'),
        (7, null, 'TH001', 'quantity'), (8, null, 'TH404', 'meter'), (9, null, 'TH001', 'at'),
        (10, null, 'TH001', 'user_id'), (11, null, 'TH001', 'user_id'), (12, null, 'TH409', 'event_id'),
        (13, null, 'TH001', 'quantity')$$,
    'in the order of the items'
);
select is(tests.used(:'user_id'), 'calls a day: 4 in 1, calls a month: 4 in 1', 'what is counted');
select is(tests.used(:'other'), 'calls a day: 5 in 1, calls a month: 5 in 1', 'of the other');
select is_empty('select * from usage.verify()', 'counters are sums of events');
select is_empty($$select * from usage.record_many('[]')$$, 'none');
select is(tests.refusal(format('select usage.record_many(%L)', bad.items)), 'TH001 items', left(bad.items, 20))
from (values (null), ('{}'), ('7'), (array_to_json(array_fill(7, array[1001]))::text)) as bad (items);

select * from finish();
rollback;
