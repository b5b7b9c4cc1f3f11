-- Whoever accepts another amount for a checkout than was offered stands in the audit log.
begin;
select plan(1);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select coalesce(max(l.id), 0) as last from audit.log l \gset
update billing.checkouts set amount_total = 800 where id = :'id';
select results_eq(
    format(
        'select operation, old_values ->> ''amount_total'', new_values ->> ''amount_total''
        from audit.log where id > %s and relation = ''billing.checkouts'' order by id',
        :'last'
    ),
    $$values ('update', '1000', '800')$$,
    'from what to what'
);

select * from finish();
rollback;
