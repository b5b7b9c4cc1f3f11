-- Elsewhere 1,699 accounts of few people took the signup bonus. Here one mailbox in any spelling,
-- one device, one card and one network get no more than their share.
begin;
select plan(9);

select credits.claim_signup_bonus(tests.a_member('jo.doe@gmail.com'), 'device', 'card', '192.0.2.1');

select is(
    tests.refusal(
        format(
            'select credits.claim_signup_bonus(%L, %L, %L, ''198.51.100.1'')',
            tests.a_member(farmed.email), farmed.device, farmed.card
        )
    ),
    'TH412 ' || farmed.by,
    farmed.why
)
from (values
    ('jodoe@gmail.com', null, null, 'email', 'dots'),
    ('jo.doe+2@gmail.com', null, null, 'email', 'a tag'),
    ('Jo.Doe@Gmail.com', null, null, 'email', 'case'),
    ('jodoe@googlemail.com', null, null, 'email', 'googlemail'),
    ('other@example.com', 'device', null, 'device', 'the device'),
    ('third@example.com', null, 'card', 'card', 'the card')
) as farmed (email, device, card, by, why);
select is(
    tests.refusal(format('select credits.claim_signup_bonus(%L)', tests.a_member('a@mailinator.com'))),
    'TH403 email',
    'a mailbox that anybody gets for a moment'
);
select lives_ok(
    $$select credits.claim_signup_bonus(tests.a_member(), p_network => '192.0.2.77') from generate_series(2, 50)$$,
    '50 of one network in an hour'
);
select matches(
    tests.refusal(
        format('select credits.claim_signup_bonus(%L, p_network => ''192.0.2.200'')', tests.a_member())
    ),
    '^TH429 [0-9]+$',
    'no 51st'
);

select * from finish();
rollback;
