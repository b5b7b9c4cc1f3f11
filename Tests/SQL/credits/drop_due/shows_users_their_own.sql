-- What a drop leaves is seen by whom it is of, and exported; nobody else sees it, and erasing its user leaves sums only.
-- Alone: months of the archive are dropped.
begin;
select plan(12);

select tests.a_long_story() as user_id \gset
select tests.a_long_story() as other \gset
select tests.drop_old_months();
select is(
    tests.attempt('authenticated', :'user_id', format('select string_agg(distinct user_id::text, '','') from credits.%s', t.name)),
    :'user_id', 'the own: ' || t.name
)
from unnest(array['checkpoints', 'checkpoint_grants']) as t (name);
select is(
    tests.attempt('authenticated', :'user_id', format('select count(*) from credits.%s', t.sql)), '42501', 'not: ' || t.sql
)
from unnest(array[
    'checkpoint_reservations', 'checkpoints where digest is null', 'checkpoint_grants where lapsed = 0', 'drops where user_count = 0'
]) as t (sql);
select is(
    tests.attempt('authenticated', :'user_id', 'select string_agg(distinct user_id::text, '','') from api.ledger_entries'),
    :'user_id', 'nobody else''s opening'
);
select is(
    tests.attempt('anon', null, 'select count(*) from api.ledger_entries'), '42501', 'a visitor sees none'
);
select tests.attempt('authenticated', :'user_id', 'select api.export_my_data()')::jsonb as document \gset
select is(
    jsonb_array_length(:'document'::jsonb #> '{data,credits.checkpoints}'),
    (select count(*)::integer from credits.checkpoints c where c.user_id = :'user_id'), 'exported'
);
select is(
    (:'document'::jsonb #>> '{data,credits.checkpoints}') ~ ('digest|' || :'other'), false,
    'without digests, nor anything of another'
);
select ops.erase_account(:'user_id', 'asked for it', null);
select is(ops.erase_user(:'user_id'), 0, 'erased to the end');
select is_empty('select * from credits.verify()', 'and still proven');

select * from finish();
rollback;
