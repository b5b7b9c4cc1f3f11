-- An item that is bad in any way fails alone, with the field of the error that reserve raises.
begin;
select plan(13);

select tests.a_user(100) as user_id \gset

select results_eq(
    format(
        'select tests.answers(''reserve_items'', %L)',
        jsonb_build_array(
            jsonb_build_object('user_id', :'user_id', 'amount', 1, 'job_type', 'story'),
            bad.item,
            jsonb_build_object('user_id', :'user_id', 'amount', 2, 'job_type', 'story')
        )
    ),
    format('values (''1 reserved 1 0''), (%L), (''3 reserved 2 0'')', '2 ' || bad.answer),
    bad.item::text
)
from (
    select b.item || jsonb_build_object('user_id', coalesce(b.item ->> 'user_id', :'user_id')) as item, b.answer
    from (values
        (jsonb '{"amount": 1.00001, "job_type": "story"}', 'TH001 amount'),
        ('{"amount": "NaN", "job_type": "story"}', 'TH001 amount'),
        ('{"amount": "Infinity", "job_type": "story"}', 'TH001 amount'),
        ('{"amount": 0, "job_type": "story"}', 'TH001 amount'),
        ('{"amount": null, "job_type": "story"}', 'TH001 amount'),
        ('{"job_type": "story"}', 'TH001 amount'),
        ('{"amount": 1}', 'TH001 job_type'),
        ('{"amount": 1, "job_type": "Story"}', 'TH001 job_type'),
        ('{"amount": 1, "job_type": "story", "status": "x"}', 'TH001 status'),
        ('{"amount": 1, "job_type": "story", "metadata": {"planted": 1}}', 'TH001 metadata'),
        ('{"amount": 1, "job_type": "story", "user_id": "00000000-0000-0000-0000-000000000000"}', 'TH404 account')
    ) as b (item, answer)
) bad;
select results_eq(
    format(
        'select a.error_detail || '': '' || a.error_hint from credits.reserve_items(%L) a',
        jsonb_build_array(
            jsonb_build_object(
                'user_id', :'user_id', 'amount', 1, 'job_type', 'story', 'metadata', '{"planted": 1}'::jsonb
            )
        )
    ),
    $$values ('metadata: Key "planted" is not allowed.')$$,
    'the hint is there too'
);
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
