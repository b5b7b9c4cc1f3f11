-- Free and pro are there, and give what was promised.
begin;
select plan(1);

select results_eq(
    $$select id::text, signup_credits::text, monthly_credits::text, rollover_months
    from billing.plans order by id$$,
    $$values ('free', '1000', '0', 0), ('pro', '20000', '10000', 1)$$,
    'two plans'
);

select * from finish();
rollback;
