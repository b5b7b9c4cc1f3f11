-- Every other argument is refused by its name.
begin;
select plan(15);

select tests.a_user(10) as user_id \gset

select is(
    tests.refusal(
        format(
            'select credits.reserve(p_user_id => %s, p_amount => 1, p_job_type => %s, p_job_id => %s, p_idempotency_key => %s, p_description => %s, p_metadata => %s)',
            coalesce(bad.user_id, quote_literal(:'user_id')), coalesce(bad.job_type, '''story'''),
            coalesce(bad.job_id, 'null'), coalesce(bad.key, 'null'), coalesce(
                bad.description,
                'null'
            ),
            coalesce(bad.metadata, '''{}''')
        )
    ),
    'TH001 ' || bad.field,
    bad.why
)
from (values
    ('user_id', 'null', null, null, null, null, null, 'no user'),
    ('job_type', null, 'null', null, null, null, null, 'no job type'),
    ('job_type', null, '''Story''', null, null, null, null, 'a job type in upper case'),
    ('job_type', null, '''''', null, null, null, null, 'an empty job type'),
    ('job_type', null, 'repeat(''a'', 65)', null, null, null, null, 'a job type of 65 characters'),
    ('job_type', null, 'e''story\n''', null, null, null, null, 'a job type with a line end'),
    ('job_id', null, null, '''''', null, null, null, 'an empty job id'),
    ('job_id', null, null, 'repeat(''a'', 201)', null, null, null, 'a job id of 201 characters'),
    ('idempotency_key', null, null, null, '''''', null, null, 'an empty key'),
    (
        'idempotency_key', null, null, null, 'repeat(''a'', 201)', null, null,
        'a key of 201 characters'
    ),
    ('description', null, null, null, null, '''''', null, 'an empty description'),
    (
        'description', null, null, null, null, 'repeat(''a'', 501)', null,
        'a description of 501 characters'
    ),
    ('metadata', null, null, null, null, null, 'null', 'metadata null'),
    ('metadata', null, null, null, null, null, '''{"ssn": 1}''', 'an unlisted metadata key')
) as bad (field, user_id, job_type, job_id, key, description, metadata, why);
select is(tests.stored_balance(:'user_id'), '10 available, 0 held, 0 owed', 'nothing is held');

select * from finish();
rollback;
