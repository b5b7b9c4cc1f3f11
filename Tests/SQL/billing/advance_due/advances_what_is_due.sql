-- A run renews, cancels and ends what is due, so many at a time, and nothing twice.
begin;
select plan(6);

select billing.advance_due(100000);
select tests.a_priced_plan('team', 2000);
create temporary table due on commit drop as select tests.a_user() as user_id, i from generate_series(1, 4) i;
select billing.subscribe(d.user_id, 'team', p_renews_itself => d.i <> 3, p_at => now() - interval '40 days')
from due d;
update billing.subscriptions s set cancel_at_period_end = true from due d where d.i = 2 and d.user_id = s.user_id;
select billing.pause_subscription(d.user_id, now() - interval '35 days') from due d where d.i = 4;

select is(billing.advance_due(1), 1, 'one');
select is(billing.advance_due(100), 2, 'the others');
select is(billing.advance_due(100), 0, 'none is left');
select is(
    string_agg(s.status, ', ' order by d.i), 'active, canceled, expired, paused', 'what became of them'
)
from due d
join billing.subscriptions s using (user_id);
select is(tests.refusal('select billing.advance_due(0)'), 'TH001 limit', 'a bad limit');
select is(tests.refusal('select billing.advance_due(null)'), 'TH001 limit', 'none');

select * from finish();
rollback;
