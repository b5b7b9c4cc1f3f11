-- Although an administrator let a caller make temporary objects, definer functions look up none of
-- them.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
do $$ begin execute format('grant temporary on database %I to service_role', current_database()); end $$;
set local role service_role;
create temporary table accounts (user_id uuid, available numeric) on commit drop;
create function pg_temp.clock_timestamp() returns timestamptz language sql as $$ select timestamptz '2000-01-01' $$;
create function pg_temp.trim_scale(numeric) returns numeric language sql as $$ select 0::numeric $$;
create function pg_temp.sha256(bytea) returns bytea language sql as $$ select '\x00'::bytea $$;
create domain pg_temp.numeric as text;
create domain pg_temp.uuid as text;
create domain pg_temp.jsonb as text;
set local search_path = pg_temp, tap, tests, public;
select (
    api.reserve(:'user_id', 4, 'story', idempotency_key => 'k')
).created_at > '2001-01-01' as is_now \gset
reset role;
set local search_path = tests, tap, public;

select ok(:'is_now', 'the time is the server''s');
select is(
    tests.stored_balance(:'user_id'),
    '6 available, 4 held, 0 owed',
    'the amount is the caller''s'
);

select * from finish();
rollback;
