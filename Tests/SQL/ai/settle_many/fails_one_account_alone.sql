-- A user whose account doesn't add up holds up nobody else's call.
begin;
select plan(4);

select tests.a_user(100) as user_id \gset
select tests.a_user(100) as other_id \gset
select tests.a_model('m');
select a as first from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select a as second from tests.admit(tests.model_call(:'other_id', 'm')) a \gset
select tests.tamper(format('update credits.grants set remaining = 0 where user_id = %L', :'user_id'));
select is(
    (
        select string_agg(concat_ws(' ', s.error_code, s.charge), ', ' order by s.ordinality)
        from ai.settle_many(
            (
                select jsonb_agg(
                    jsonb_build_object(
                        'user_id', t.user_id, 'call_id', t.call_id, 'attempt', 1, 'outcome', 'completed',
                        'usage', '{"input": 100}'::jsonb, 'usage_is_final', true
                    )
                    order by t.n
                )
                from (values (1, (:'first'::ai.admission)), (2, :'second')) v (n, a)
                cross join lateral (select (v.a).user_id, (v.a).call_id, v.n) t
            )
        ) s
    ),
    'TH510, 0.01', 'the other is settled'
);
select ok(
    (select c.settled_at is null from ai.calls c where c.user_id = :'user_id'), 'the one stays open'
);
select is(tests.standing(:'other_id'), '99.99 left, 0 held', 'the other''s adds up');
select is(tests.settled(:'first'), 'TH510', 'until somebody mends it');

select * from finish();
rollback;
