-- Planted: what remains of a grant is not what its entries left.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(:'user_id', 10, 'purchase');
select tests.tamper(
    format(
        'update credits.grants set remaining = remaining - 1 where user_id = %L and sequence = 1',
        :'user_id'
    )
);
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries of a grant add up to what remains')$$,
    'found'
);

select * from finish();
rollback;
