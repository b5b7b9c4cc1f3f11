-- An admin gives, takes and gives back credits, never without a reason, once a key, and the log knows who it was.
begin;
select plan(30);

select tests.a_user(100) as user_id, tests.a_user() as admin_id \gset
select tests.reserved(:'user_id', 10) as reservation_id \gset
select count(credits.confirm(:'user_id', :'reservation_id', 10));

create function tests.as_admin(p_admin_id uuid, p_sql text) returns text language sql volatile as $$
    select tests.attempt(
        jsonb_build_object(
            'role', 'authenticated', 'sub', p_admin_id, 'app_metadata', '{"role": "admin"}'::jsonb
        ),
        p_sql
    )
$$;
select is(tests.as_admin(:'admin_id', format(c.sql, :'user_id', :'reservation_id')), c.result, c.sql)
from (values
    ('select amount from api.admin_grant(%1$L, 7, ''sorry'', idempotency_key => ''a'')', '7'),
    ('select amount from api.admin_grant(%1$L, 7, ''sorry'', idempotency_key => ''a'')', '7'),
    ('select amount from api.admin_grant(%1$L, 8, ''sorry'', idempotency_key => ''a'')', 'TH409'),
    ('select amount from api.admin_grant(%1$L, 7, null)', 'TH001'),
    ('select amount from api.admin_grant(%1$L, 7, '''')', 'TH001'),
    ('select amount from api.admin_grant(%1$L, 7, ''x'', source => ''purchase'')', 'TH001'),
    ('select amount from api.admin_grant(%1$L, 7, ''x'', source => null)', 'TH001'),
    ('select amount from api.admin_grant(%1$L, ''NaN'', ''x'')', 'TH001'),
    ('select amount from api.admin_grant(%1$L, 1.00001, ''x'')', 'TH001'),
    ('select amount from api.admin_grant(%1$L, -1, ''x'')', 'TH001'),
    ('select amount from api.admin_grant(gen_random_uuid(), 1, ''x'')', 'TH404'),
    ('select available from api.admin_adjust(%1$L, -17, ''a mistake'', ''b'')', '80'),
    ('select available from api.admin_adjust(%1$L, -17, ''a mistake'', ''b'')', '80'),
    ('select available from api.admin_adjust(%1$L, 1, null)', 'TH001'),
    ('select available from api.admin_adjust(%1$L, 0, ''x'')', 'TH001'),
    ('select refunded from api.admin_refund(%1$L, %2$L, ''it failed'', 4, ''c'')', '4'),
    ('select refunded from api.admin_refund(%1$L, %2$L, ''it failed'', 4, ''c'')', '4'),
    ('select refunded from api.admin_refund(%1$L, %2$L, null)', 'TH001'),
    ('select refunded from api.admin_refund(%1$L, %2$L, ''all of it'')', '10'),
    ('select refunded from api.admin_refund(%1$L, %2$L, ''again'')', 'TH413'),
    ('select refunded from api.admin_refund(%1$L, gen_random_uuid(), ''x'')', 'TH404'),
    ('select settled from api.admin_settle_compensations()', '0'),
    ('select status from api.admin_retry_compensation(%1$L, gen_random_uuid())', 'TH404')
) as c (sql, result);
select is(tests.stored_balance(:'user_id'), tests.balance(:'user_id'), 'what is stored is what there is');
select is_empty(format('select * from tests.broken(%L)', :'user_id'), 'the ledger is sound');
select ok(
    exists (
        select from audit.log l where l.relation = 'credits.grants' and l.actor_id = :'admin_id' and l.operation = 'insert'
    ),
    'the log knows who gave'
);

select is(tests.attempt('authenticated', :'user_id', format(s.sql, :'user_id', :'reservation_id')), 'TH403', s.sql)
from unnest(array[
    'select amount from api.admin_grant(%1$L, 7, ''mine'')', 'select available from api.admin_adjust(%1$L, 7, ''mine'')',
    'select refunded from api.admin_refund(%1$L, %2$L, ''mine'')', 'select settled from api.admin_settle_compensations()'
]) as s (sql);

select * from finish();
rollback;
