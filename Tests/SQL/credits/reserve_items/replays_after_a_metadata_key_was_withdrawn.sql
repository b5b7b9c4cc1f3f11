-- A replay is answered whatever metadata keys are allowed by now.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select jsonb_build_array(
    jsonb_build_object(
        'user_id', :'user_id', 'amount', 5, 'job_type', 'story', 'idempotency_key', 'k',
        'metadata', '{"note": "x"}'::jsonb
    )
) as items \gset
select credits.reserve_items(:'items');
delete from credits.metadata_keys where key = 'note';

select results_eq(
    format('select tests.answers(''reserve_items'', %L)', :'items'), $$values ('1 reserved 5 0')$$, 'as it was then'
);

select * from finish();
rollback;
