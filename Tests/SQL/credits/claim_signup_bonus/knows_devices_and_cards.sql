-- Farming: a device and a card get one bonus each; what is told of neither is not compared.
begin;
select plan(7);

select credits.claim_signup_bonus(tests.a_member(), 'device', 'card');

select is(
    tests.refusal(
        format(
            'select credits.claim_signup_bonus(%L, %L, %L)', tests.a_member(), claim.device,
            claim.card
        )
    ),
    claim.refusal,
    format('%s, %s', coalesce(claim.device, 'no device'), coalesce(claim.card, 'no card'))
)
from (values
    ('device', null, 'TH412 device'),
    ('device', 'another', 'TH412 device'),
    (null, 'card', 'TH412 card'),
    ('another', 'card', 'TH412 card'),
    (null, null, null),
    (null, null, null),
    ('card', 'device', null)
) as claim (device, card, refusal);

select * from finish();
rollback;
