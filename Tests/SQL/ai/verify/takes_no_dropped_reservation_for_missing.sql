-- A receipt whose reservation went with a month of the ledger is proven by its price; one whose reservation is missing
-- otherwise is found.
-- Alone: months of the archive are dropped.
begin;
select plan(4);

select tests.a_model('old-model');
select tests.tamper(
    'update ai.prices p set effective = tstzrange(now() - interval ''4 years'', null) where p.model = ''old-model'''
);
select tests.a_user(1000) as id \gset
select tests.admit(tests.model_call(:'id', 'old-model')) as old \gset
select tests.settled(:'old'::ai.admission);
select tests.tamper(format(
    'update ai.calls set created_at = created_at - interval ''30 months'', settled_at = settled_at - interval ''30 months'' '
    'where user_id = %L', :'id'
));
select tests.let_time_pass(:'id', '30 months');
select tests.admit(tests.model_call(:'id', 'old-model')) as young \gset
select tests.settled(:'young'::ai.admission);
select is_empty('select * from ai.verify()', 'sound before');
select tests.drop_old_months();
select is((select count(*) from credits.all_reservations r where r.user_id = :'id'), 1::bigint, 'one is gone');
select is_empty('select * from ai.verify()', 'which is known');
select tests.tamper(format('delete from credits.reservations where user_id = %L', :'id'));
select isnt_empty('select * from ai.verify()', 'another isn''t');

select * from finish();
rollback;
