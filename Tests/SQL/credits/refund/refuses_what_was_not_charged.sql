-- Only a confirmed reservation can be refunded, and only one's own is found.
begin;
select plan(6);

select tests.a_user(10) as user_id \gset
select tests.a_user(10) as other \gset
select tests.reserved(:'user_id', 1) as held \gset
select tests.reserved(:'user_id', 1) as released \gset
select credits.release(:'user_id', :'released');
select tests.reserved(:'other', 1) as confirmed \gset
select credits.confirm(:'other', :'confirmed');

select is(
    tests.refusal(format('select credits.refund(%L, %L)', :'user_id', refused.id)),
    refused.refusal,
    refused.why
)
from (values
    (:'held'::uuid, 'TH413 Nothing was charged.', 'a live one'),
    (:'released', 'TH413 Nothing was charged.', 'a released one'),
    (:'confirmed', 'TH404 reservation', 'another user''s'),
    (gen_random_uuid(), 'TH404 reservation', 'an unknown one')
) as refused (id, refusal, why);
select is(
    tests.refusal(format('select credits.refund(gen_random_uuid(), %L)', :'confirmed')),
    'TH404 account',
    'an unknown user'
);
select is_empty('select from credits.refunds', 'nothing is recorded');

select * from finish();
rollback;
