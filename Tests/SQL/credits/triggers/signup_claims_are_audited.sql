-- A claim, what it was made with and its reversal are recorded.
begin;
select plan(1);

select coalesce(max(l.id), 0) as last from audit.log l \gset
select tests.a_member() as user_id \gset
select credits.claim_signup_bonus(:'user_id', p_device => 'd');
update credits.signup_claims
set reversed_at = now(), reversed_reason = 'farmed'
where user_id = :'user_id';
delete from credits.signup_identities where claimed_by = :'user_id';

select results_eq(
    format(
        'select
            relation, operation,
            coalesce(
                old_values ->> ''kind'', new_values ->> ''kind'', new_values ->> ''reversed_reason''
            )
        from audit.log where id > %s and relation like ''credits.signup%%'' order by id',
        :'last'
    ),
    $$values
        ('credits.signup_identities', 'insert', 'email'), (
            'credits.signup_identities', 'insert', 'device'
        ),
        ('credits.signup_claims', 'insert', null), ('credits.signup_claims', 'update', 'farmed'),
        ('credits.signup_identities', 'delete', 'email'), (
            'credits.signup_identities', 'delete', 'device'
        )$$,
    'each change'
);

select * from finish();
rollback;
