-- Every grant is one ledger entry that names it and carries the balance.
begin;
select plan(2);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'purchase');
select credits.grant_credits(:'user_id', 0.25, 'purchase');

select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 10 -> 10'), ('grant 0.25 -> 10.25')$$,
    'an entry a grant'
);
select is_empty(
    format(
        'select from credits.ledger_entries l
        left join credits.grants g on g.user_id = l.user_id and g.id = l.grant_id and g.sequence = l.sequence
            and g.created_at = l.created_at
        where l.user_id = %L and g.id is null', :'user_id'
    ),
    'each names its grant and has its sequence and time'
);

select * from finish();
rollback;
