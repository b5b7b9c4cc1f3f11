-- The mark from which calls are looked at moves on only past what is settled, and not up to what a
-- transaction that has not ended may have made.
begin;
select plan(5);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
update ops.rate_classes set is_enabled = false;
select is(ai.settle_abandoned(100, '2027-01-01 12:00Z'), 0, 'nothing to do');
select is((select w.swept_to from ai.sweeps w), '2027-01-01 11:45Z'::timestamptz, '15 minutes ago');
select ai.settle_abandoned(100, '2027-01-01 11:00Z');
select is((select w.swept_to from ai.sweeps w), '2027-01-01 11:45Z'::timestamptz, 'never back');
select is(tests.refusal('select ai.settle_abandoned(0)'), 'TH001 limit', 'no limit');
select is(
    (select j.every from ops.jobs j where j.name = 'model_calls'), interval '30 seconds', 'a job does it'
);

select * from finish();
rollback;
