-- Every security definer function is one of these; a new one needs a reason, and a test that
-- denies.
begin;
select plan(1);

select set_eq(
    $$select p.oid::regproc::text from pg_proc p where p.pronamespace in (select tests.ours())
        and p.prosecdef$$,
    $$values ('audit.record'), ('credits.confirm'), ('credits.grant_credits'),
        ('credits.open_account'), ('credits.release'),
        ('credits.reserve'), ('credits.set_debt_limit'), ('credits.sweep'), ('credits.verify')$$,
    'definers'
);

select * from finish();
rollback;
