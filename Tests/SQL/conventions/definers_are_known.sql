-- Every security definer function is one of these; a new one needs a reason, and a test that
-- denies.
begin;
select plan(1);

select set_eq(
    $$select p.oid::regproc::text from pg_proc p where p.pronamespace in (select tests.ours())
        and p.prosecdef$$,
    $$values ('api.claim_signup_bonus'), ('audit.record'), ('credits.adjust'), ('credits.archive'),
        ('credits.queue_compensation'), ('credits.refund'), ('credits.retry_compensation'),
        ('credits.revoke_grant'), ('credits.settle_compensations'),
        ('credits.claim_signup_bonus'), ('credits.confirm'), ('credits.confirm_items'), ('credits.release_items'),
        ('credits.reserve_items'), ('credits.grant_credits'),
        ('credits.open_account'), ('credits.price_job'), ('credits.refresh'),
        ('credits.refresh_due'), ('credits.release'), ('credits.reserve'),
        ('credits.reverse_signup_bonus'), ('credits.set_price'), ('credits.set_debt_limit'),
        ('credits.sweep'), ('credits.verify')$$,
    'definers'
);

select * from finish();
rollback;
