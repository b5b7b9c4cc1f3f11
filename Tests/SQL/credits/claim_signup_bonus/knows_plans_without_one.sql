-- A plan that gives no bonus is told so, and nothing is claimed, so that another plan's may follow.
begin;
select plan(3);

insert into billing.plans (id, name) values ('team', 'Team');
select tests.a_member(p_plan => 'team') as user_id \gset

select is(
    tests.refusal(format('select credits.claim_signup_bonus(%L)', :'user_id')),
    'TH404 signup_bonus',
    'none'
);
select tests.put_on_plan(:'user_id', 'pro');
select is(
    (credits.claim_signup_bonus(:'user_id')).amount::numeric, 20000::numeric, 'that of another plan'
);
delete from billing.plans where id = 'free';
select is(
    tests.refusal(format('select credits.claim_signup_bonus(%L)', tests.a_member())),
    'TH404 signup_bonus',
    'a plan that is gone'
);

select * from finish();
rollback;
