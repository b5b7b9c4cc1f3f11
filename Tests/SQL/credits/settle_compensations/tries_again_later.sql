-- One that fails holds up no other, is tried again after longer and longer, and has failed for good
-- after ten attempts; of the error the code is kept.
begin;
select plan(7);

select tests.a_user(10) as full_user \gset
select tests.a_user(10) as user_id \gset
select tests.reserved(:'full_user', 5) as one \gset
select tests.reserved(:'user_id', 5) as two \gset
select credits.confirm(:'full_user', :'one'), credits.confirm(:'user_id', :'two');
select credits.queue_compensation(:'full_user', :'one'), credits.queue_compensation(:'user_id', :'two');
select tests.tamper(format('update credits.accounts set available = 1e17 where user_id = %L', :'full_user'));
create temporary table attempts (attempt integer, wait interval, result text) on commit drop;
create function tests.attempts(p_user_id uuid) returns void language plpgsql as $$
declare
    v_at timestamptz := clock_timestamp();
    v_next_at timestamptz;
begin
    for i in 1 .. 12 loop
        insert into attempts (attempt, result) values (i, credits.settle_compensations(p_at => v_at)::text);
        select c.next_attempt_at into v_next_at from credits.compensations c where c.user_id = p_user_id;
        update attempts a set wait = v_next_at - v_at where a.attempt = i;
        v_at := v_next_at;
    end loop;
end
$$;
select tests.attempts(:'full_user');

select is(a.result, '(1,1)', 'the other is settled') from attempts a where a.attempt = 1;
select is(
    (select array_agg(extract(epoch from a.wait)::integer / 60 order by a.attempt) from attempts a where a.attempt <= 10),
    array[1, 2, 4, 8, 16, 32, 64, 120, 120, 120],
    'longer and longer'
);
select is(format('%s %s %s', c.status, c.attempts, c.last_error), 'failed 10 23514', 'for good')
from credits.compensations c where c.user_id = :'full_user';
select is(a.result, '(0,0)', 'it is not tried again') from attempts a where a.attempt = 11;
select tests.tamper(format('update credits.accounts set available = 5 where user_id = %L', :'full_user'));
select is(format('%s %s', c.status, c.attempts), 'queued 0', 'unless it is queued again')
from credits.retry_compensation(
    :'full_user', (select c.id from credits.compensations c where c.user_id = :'full_user')
) c;
select is(b::text, '(1,0)', 'then it is') from credits.settle_compensations() b;
select is_empty(format('select * from credits.verify(%L)', :'full_user'), 'sound');

select * from finish();
rollback;
