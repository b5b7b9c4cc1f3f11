-- A key names one request: with any other argument it is refused, and nothing moves.
begin;
select plan(7);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 5, 'purchase', '2999-01-01', 3, 'k', '{"note": "x"}');

select is(
    tests.refusal(
        format(
            'select credits.grant_credits(%L, %s, ''k'', %s)',
            :'user_id',
            other.arguments,
            other.metadata
        )
    ),
    'TH409',
    other.why
)
from (values
    ('6, ''purchase'', ''2999-01-01'', 3', '''{"note": "x"}''', 'another amount'),
    ('5, ''refund'', ''2999-01-01'', 3', '''{"note": "x"}''', 'another source'),
    ('5, ''purchase'', ''2999-01-02'', 3', '''{"note": "x"}''', 'another expiry'),
    ('5, ''purchase'', null, 3', '''{"note": "x"}''', 'no expiry'),
    ('5, ''purchase'', ''2999-01-01'', 4', '''{"note": "x"}''', 'another priority'),
    ('5, ''purchase'', ''2999-01-01'', 3', '''{"note": "y"}''', 'other metadata')
) as other (arguments, metadata, why);
select is(tests.stored_balance(:'user_id'), '5 available, 0 held, 0 owed', 'nothing moved');

select * from finish();
rollback;
