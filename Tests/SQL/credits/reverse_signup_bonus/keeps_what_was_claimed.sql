-- After a reversal nobody claims with the same account, address, device or card.
begin;
select plan(4);

select tests.a_member('ada@example.com') as user_id \gset
select credits.claim_signup_bonus(:'user_id', 'device', 'card');
select credits.reverse_signup_bonus(:'user_id', 'farmed');

select is(
    tests.refusal(
        format('select credits.claim_signup_bonus(%L, ''other'', ''other'')', :'user_id')
    ),
    'TH412 user',
    'the account'
);
update auth.users set email = 'elsewhere@example.com' where id = :'user_id';
select is(
    tests.refusal(
        format(
            'select credits.claim_signup_bonus(%L, %L, %L)', tests.a_member(claim.email),
            claim.device, claim.card
        )
    ),
    claim.refusal,
    claim.refusal
)
from (values
    ('ada+2@example.com', null, null, 'TH412 email'),
    ('b@example.com', 'device', null, 'TH412 device'),
    ('c@example.com', null, 'card', 'TH412 card')
) as claim (email, device, card, refusal);

select * from finish();
rollback;
