-- Regression: a batch in which no item could be read raised 22004.
begin;
select plan(1);

select results_eq(
    format(
        'select a.ordinality, a.error_code, a.error_detail from credits.reserve_items(%L) a',
        jsonb_build_array(1, jsonb_build_object('user_id', 'nobody', 'job_type', 'image', 'amount', 1))
    ),
    $$values (1, 'TH001', 'items'), (2, 'TH001', 'user_id')$$,
    'each by its fault'
);

select * from finish();
rollback;
