-- A reservation claims no grant that came after it, nor one that had expired before it.
begin;
select plan(2);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 5, 'promotion', clock_timestamp() + interval '1 hour', 1);
select tests.reserved(:'user_id', 5, '1 day') as older \gset
select tests.let_time_pass(:'user_id', '2 hours');
select credits.grant_credits(:'user_id', 10, 'purchase', p_priority => 2);
select tests.reserved(:'user_id', 4, '1 day') as younger \gset
select credits.grant_credits(:'user_id', 10, 'purchase', p_priority => 0);

select results_eq(
    format(
        'select g.priority, a.amount from credits.allocations(%L) a
            join credits.grants g on g.id = a.grant_id where a.reservation_id = %L',
        :'user_id',
        :'older'
    ),
    'values (1, 5::numeric)',
    'the older holds the grant that has expired since'
);
select results_eq(
    format(
        'select g.priority, a.amount from credits.allocations(%L) a
            join credits.grants g on g.id = a.grant_id where a.reservation_id = %L',
        :'user_id',
        :'younger'
    ),
    'values (2, 4::numeric)',
    'the younger neither that nor the newest'
);

select * from finish();
rollback;
