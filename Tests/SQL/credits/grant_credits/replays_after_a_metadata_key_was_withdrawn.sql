-- Regression: a replay was refused for a metadata key that was allowed when the request first came.
begin;
select plan(1);

select tests.a_user() as user_id \gset
insert into credits.metadata_keys (key, description) values ('passing', 'Allowed for a while');
create temporary table answer on commit drop as
select g.* from credits.grant_credits(
    :'user_id',
    5,
    'purchase',
    p_idempotency_key => 'k',
    p_metadata => '{"passing": 1}'
) g;
delete from credits.metadata_keys where key = 'passing';

select results_eq(
    format(
        'select g.*
        from credits.grant_credits(%L, 5, ''purchase'', p_idempotency_key => ''k'', p_metadata => ''{"passing": 1}'') g',
        :'user_id'
    ),
    'select * from answer',
    'the first answer'
);

select * from finish();
rollback;
