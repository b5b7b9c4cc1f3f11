-- Every source of grants that is promised is known.
begin;
select plan(8);

select lives_ok(format('select %L::credits.source', s.source), s.source)
from unnest(
    array[
        'signup_bonus', 'purchase', 'subscription', 'monthly_refresh', 'promotion', 'refund',
        'compensation', 'adjustment'
    ]
) as s (source);

select * from finish();
rollback;
