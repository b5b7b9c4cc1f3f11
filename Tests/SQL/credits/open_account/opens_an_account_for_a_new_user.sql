-- Whoever signs up has an empty account at once.
begin;
select plan(1);

select gen_random_uuid() as user_id \gset
insert into auth.users (id) values (:'user_id');

select results_eq(
    format(
        'select available::text, held::text, debt::text, debt_limit::text, sequence, next_expiry_at
        from credits.accounts where user_id = %L',
        :'user_id'
    ),
    $$values ('0', '0', '0', '0', 0::bigint, timestamptz 'infinity')$$,
    'an empty account'
);

select * from finish();
rollback;
