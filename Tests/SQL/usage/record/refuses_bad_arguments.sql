-- Every argument is refused by its name, and nothing is counted.
begin;
select plan(22);

select tests.a_meter('calls');
select tests.a_user() as user_id \gset
select is(
    tests.refusal(format('select usage.record(%s)', format(bad.arguments, :'user_id'))), bad.refusal,
    left(bad.arguments, 60)
)
from (values
    ('null, ''calls'', 1, ''a''', 'TH001 user_id'), ('%L, null, 1, ''a''', 'TH001 meter'),
    ('%L, ''Calls'', 1, ''a''', 'TH001 meter'), ('%L, ''unknown'', 1, ''a''', 'TH404 meter'),
    ('gen_random_uuid(), ''calls'', 1, ''a''', 'TH404 account'),
    ('%L, ''calls'', null, ''a''', 'TH001 quantity'), ('%L, ''calls'', 0, ''a''', 'TH001 quantity'),
    ('%L, ''calls'', -1, ''a''', 'TH001 quantity'), ('%L, ''calls'', ''NaN'', ''a''', 'TH001 quantity'),
    ('%L, ''calls'', ''Infinity'', ''a''', 'TH001 quantity'),
    ('%L, ''calls'', 0.00001, ''a''', 'TH001 quantity'),
    ('%L, ''calls'', 1000000000000.0001, ''a''', 'TH001 quantity'),
    ('%L, ''calls'', 1, null', 'TH001 event_id'), ('%L, ''calls'', 1, ''''', 'TH001 event_id'),
    ('%L, ''calls'', 1, repeat(''x'', 201)', 'TH001 event_id'),
    ('%L, ''calls'', 1, repeat(''x'', 10000000)', 'TH001 event_id'),
    ('%L, ''calls'', 1, ''a'', p_job_id => ''''', 'TH001 job_id'),
    ('%L, ''calls'', 1, ''a'', p_metadata => null', 'TH001 metadata'),
    ('%L, ''calls'', 1, ''a'', p_metadata => ''{"a": {}}''', 'TH001 metadata'),
    ('%L, ''calls'', 1, ''a'', p_metadata => ''{"secret": 1}''', 'TH001 metadata'),
    ('%L, ''calls'', 1, ''a'', p_metadata => ''[]''', 'TH001 metadata')
) as bad (arguments, refusal);
select is(tests.used(:'user_id'), null, 'nothing was counted');

select * from finish();
rollback;
