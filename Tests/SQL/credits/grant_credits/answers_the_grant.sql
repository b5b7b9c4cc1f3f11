-- The answer is the stored row, with what was asked for.
begin;
select plan(3);

select tests.a_user() as user_id \gset
create temporary table answer on commit drop as
select g.* from credits.grant_credits(
    p_user_id => :'user_id',
    p_amount => 12.50,
    p_source => 'promotion',
    p_expires_at => '2999-01-01 00:00+00',
    p_priority => 7,
    p_idempotency_key => 'summer',
    p_metadata => '{"campaign": "summer"}'
) g;

select results_eq(
    'select * from answer',
    format('select * from credits.grants where user_id = %L', :'user_id'),
    'the stored row'
);
select results_eq(
    'select source::text, amount::text, remaining::text, priority, expires_at::timestamptz, metadata::jsonb, is_spent
    from answer',
    $$values
        ('promotion', '12.5', '12.5', 7, timestamptz '2999-01-01 00:00+00', jsonb '{"campaign": "summer"}', false)$$,
    'what was asked for'
);
select ok(
    a.effective_at = a.created_at and a.created_at <= clock_timestamp(),
    'it is effective now'
) from answer a;

select * from finish();
rollback;
