-- A violation names the user, the invariant, the subject, what is expected and what is there.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as id \gset
select tests.tamper(
    format(
        'update credits.reservations set charged = 1, status = ''confirmed'', settled_at = now()
        where user_id = %L',
        :'user_id'
    )
);

select set_eq(
    format('select * from credits.verify(%L)', :'user_id'),
    format(
        $$values
            (%1$L::uuid, 'live reservations add up to held', null::text, 0::numeric, 4::numeric),
            (%1$L, 'entries of a reservation add up to what was charged', %2$L, 0, 1)$$,
        :'user_id', :'id'
    ),
    'rows'
);

select * from finish();
rollback;
