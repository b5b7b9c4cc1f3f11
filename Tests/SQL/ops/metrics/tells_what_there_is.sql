-- Credits by state, holds that live, and what was moved a moment ago; a hold that is out of time isn't open.
begin;
select plan(7);

select tests.a_user(100) as user_id \gset
select (credits.reserve(:'user_id', 30, 'story')).id as first \gset
select (credits.reserve(:'user_id', 20, 'story', p_ttl => '1 second')).id as second \gset
select credits.confirm(:'user_id', :'first', 12) \g /dev/null
select (credits.reserve(:'user_id', 5, 'story')).id as third \gset

create temporary view told as select m.* from ops.metrics() m;

select is((select value from told where name = 'thin_holds_open'), 2::numeric, 'two holds live');
select is(
    (select array_agg(value order by labels) from told where name = 'thin_credits'),
    (select array[sum(available), sum(debt), sum(held)] from credits.accounts),
    'credits are those of all accounts'
);
select is(
    (select value from told where name = 'thin_credits_moved' and labels = 'kind="charge"'), 12::numeric,
    'what was charged has moved'
);
select is(
    (select value from ops.metrics(clock_timestamp() + interval '2 seconds') where name = 'thin_holds_open'),
    1::numeric, 'a hold that is out of time isn''t open'
);
select is(
    (
        select value from ops.metrics(clock_timestamp() + interval '1 hour')
        where name = 'thin_credits_moved' and labels = 'kind="charge"'
    ),
    0::numeric, 'what was charged an hour ago isn''t recent'
);
select is_empty(
    $$select name from told group by name having count(distinct help) <> 1 or min(help) = ''$$,
    'each says what it is, in one way'
);
select is_empty(
    $$select name, labels from told group by name, labels having count(*) > 1$$, 'no series comes twice'
);

select * from finish();
rollback;
