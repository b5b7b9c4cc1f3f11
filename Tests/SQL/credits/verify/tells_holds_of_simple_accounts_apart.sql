-- Whether an account's grants all were there for all its holds, or not: what is covered is told as sound,
-- and what is not is named.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as one \gset
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'one grant');
select credits.grant_credits(:'user_id', 5, 'promotion', clock_timestamp() + interval '1 hour', 1);
select tests.reserved(:'user_id', 4, '5 hours') as two \gset
select tests.let_time_pass(:'user_id', '2 hours');
select credits.grant_credits(:'user_id', 5, 'purchase');
select is_empty(
    format('select v.invariant from credits.verify(%L) v', :'user_id'),
    'later ones, and an expired one that is held'
);
select tests.tamper(
    format('update credits.grants set expires_at = created_at where source = ''promotion'' and user_id = %L', :'user_id')
);
select tests.tamper(
    format('update credits.grants set sequence = 100 where source = ''purchase'' and sequence = 1 and user_id = %L', :'user_id')
);
select set_has(
    format('select subject from credits.verify(%L) where invariant = ''grants cover each live reservation''', :'user_id'),
    format('values (%L)', :'two'),
    'a hold without a grant'
);
select set_eq(
    format('select expected, actual from credits.verify(%L) where subject = %L', :'user_id', :'two'),
    'values (4::numeric, 0::numeric)',
    'how much of it'
);

select * from finish();
rollback;
