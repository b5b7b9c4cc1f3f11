-- What is archived is gone from the hot tables; the balance, past balances, the proof and what the user
-- sees are the same.
begin;
select plan(9);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as one \gset
select credits.confirm(:'user_id', :'one', 3);
select credits.refund(:'user_id', :'one', 1);
select tests.reserved(:'user_id', 2) as two \gset
select credits.release(:'user_id', :'two');
select tests.let_time_pass(:'user_id', '50 days');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 1));
select tests.let_time_pass(:'user_id', '200 days');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 1));
create function tests.seen(p_user_id uuid) returns setof text language plpgsql as $$
begin
    return query
    select tests.attempt('authenticated', p_user_id, s.sql)
    from unnest(array[
        'select string_agg(e::text, '';'' order by e.sequence) from api.ledger_entries e',
        'select string_agg(u::text, '';'' order by u.created_at, u.id) from api.credit_usage u',
        'select b::text from api.balance b'
    ]) s (sql);
    return query
    select tests.attempt(
        'authenticated', p_user_id,
        format('select b::text from api.balance_at(now() - interval ''%s days'') b', days.days)
    )
    from generate_series(-1, 252, 11) as days (days);
end
$$;
create temporary table before on commit drop as select s.s from tests.seen(:'user_id') s (s);
select tests.archive(:'user_id');

select is(count(*), 1::bigint, 'entries that are hot') from credits.ledger_entries l where l.user_id = :'user_id';
select is(count(*), 1::bigint, 'reservations that are hot') from credits.reservations r where r.user_id = :'user_id';
select is(count(*), 4::bigint, 'archived entries') from credits.archived_entries l where l.user_id = :'user_id';
select is(count(*), 3::bigint, 'archived reservations')
from credits.archived_reservations l where l.user_id = :'user_id';
select bag_eq(format('select tests.seen(%L)', :'user_id'), 'select s from before', 'the user sees the same');
select isnt_empty('select from before where s like ''(%,7,0,0)''', 'that is, something');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');
select is_empty('select * from credits.verify()', 'for all');
select is(
    tests.attempt('authenticated', tests.a_user(), 'select count(*) from api.ledger_entries'),
    '0',
    'nobody else sees it'
);

select * from finish();
rollback;
