-- Farming: 50 accounts of a network get the bonus within an hour, however it falls; the 51st waits.
begin;
select plan(10);

select credits.claim_signup_bonus(tests.a_member(), p_network => format('192.0.2.%s', i)::inet)
from generate_series(1, 50) as i;
create temporary table refused on commit drop as
select tests.refusal(
    format('select credits.claim_signup_bonus(%L, p_network => ''192.0.2.51'')', tests.a_member())
) as answer;

select matches(r.answer, '^TH429 [0-9]+$', 'the 51st') from refused r;
select cmp_ok(
    split_part(r.answer, ' ', 2)::integer, '<=', 3600, 'it waits an hour at most'
) from refused r;
select cmp_ok(split_part(r.answer, ' ', 2)::integer, '>', 3500, 'and not much less') from refused r;
select lives_ok(
    format(
        'select credits.claim_signup_bonus(%L, p_network => %L)', tests.a_member(), other.network
    ),
    coalesce(other.network, 'a service that knows no network')
)
from (values ('192.0.3.1'), ('2001:db8::1'), (null)) as other (network);
update credits.signup_networks n
set claimed_at = array(select c.at - interval '59 minutes' from unnest(n.claimed_at) as c (at))
where n.network = '192.0.2.0/24';
select matches(
    tests.refusal(
        format(
            'select credits.claim_signup_bonus(%L, p_network => ''::ffff:192.0.2.1'')',
            tests.a_member()
        )
    ),
    '^TH429 (60|5[0-9])$',
    '59 minutes later'
);
update credits.signup_networks n
set claimed_at = array(
    select c.at - case when c.position <= 2 then interval '1 minute' else interval '0' end
    from unnest(n.claimed_at) with ordinality as c (at, position)
)
where n.network = '192.0.2.0/24';
select lives_ok(
    format('select credits.claim_signup_bonus(%L, p_network => ''192.0.2.1'')', tests.a_member()),
    'for each that is an hour old'
)
from generate_series(1, 2);
select matches(
    tests.refusal(
        format(
            'select credits.claim_signup_bonus(%L, p_network => ''192.0.2.1'')', tests.a_member()
        )
    ),
    '^TH429 (60|5[0-9])$',
    'there is room for one'
);

select * from finish();
rollback;
