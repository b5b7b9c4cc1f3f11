-- Reservations claim grants in the order in which they were made; what none holds comes last.
begin;
select plan(1);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'purchase', p_priority => 2);
select credits.grant_credits(:'user_id', 10, 'purchase', p_priority => 1);
select tests.reserved(:'user_id', 7) as one \gset
select tests.reserved(:'user_id', 6) as two \gset

select results_eq(
    format(
        'select a.ordinality, coalesce(r.sequence::text, ''free''), g.priority, a.amount
        from credits.allocations(%L) a
        join credits.grants g on g.user_id = %1$L and g.id = a.grant_id
        left join credits.reservations r on r.user_id = %1$L and r.id = a.reservation_id
        order by a.ordinality', :'user_id'
    ),
    $$values (1, '3', 1, 7::numeric), (2, '4', 1, 3::numeric), (3, '4', 2, 3::numeric),
        (4, 'free', 2, 7::numeric)$$,
    'shares'
);

select * from finish();
rollback;
