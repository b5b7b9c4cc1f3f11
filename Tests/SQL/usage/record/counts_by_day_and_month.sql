-- An event counts in its day and its month of UTC, to the microsecond, whatever the session's zone is.
begin;
select plan(7);

set local timezone = 'America/New_York';
select tests.a_meter('calls');
select tests.a_user() as user_id \gset
select date_trunc('month', now() at time zone 'UTC') as month \gset
select usage.record(:'user_id', 'calls', 2, 'a', :'month'::timestamp at time zone 'UTC');
select usage.record(:'user_id', 'calls', 0.5, 'b', (:'month'::timestamp - interval '1 microsecond') at time zone 'UTC');

select results_eq(
    format(
        'select per::text, starts_on, quantity::text from usage.counters where user_id = %L order by per, starts_on',
        :'user_id'
    ),
    format(
        $$values ('day', date %L - 1, '0.5'), ('day', %1$L, '2'),
            ('month', (timestamp %1$L - interval '1 month')::date, '0.5'), ('month', %1$L, '2')$$,
        :'month'::timestamp::date
    ),
    'each in its own'
);
select results_eq(
    format('select e.event_id::text collate "default", e.quantity::text, e.at from usage.events e where e.user_id = %L order by e.at', :'user_id'),
    format(
        $$values ('b', '0.5', (timestamp %L - interval '1 microsecond') at time zone 'UTC'),
            ('a', '2', timestamp %1$L at time zone 'UTC')$$, :'month'
    ),
    'events, also a late one'
);
select is(
    tests.refusal(
        format(
            'select usage.record(%L, ''calls'', 1, ''c'', (timestamp %L - interval ''1 month 1 microsecond'') at time zone ''UTC'')',
            :'user_id', :'month'
        )
    ),
    'TH001 at', 'none before the last month'
);
select is(
    tests.refusal(
        format('select usage.record(%L, ''calls'', 1, ''c'', now() + interval ''1 hour'')', :'user_id')
    ),
    'TH001 at', 'none of the future'
);
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 1, ''c'', ''infinity'')', :'user_id')),
    'TH001 at', 'nor of never'
);
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 1, ''c'', ''-infinity'')', :'user_id')),
    'TH001 at', 'nor of ever'
);
select is_empty(format('select * from usage.verify(%L)', :'user_id'), 'counters are sums of events');

select * from finish();
rollback;
