-- Every function of api calls its namesake in credits with the same arguments, for the service
-- role.
begin;
select plan(14);

select tests.a_user() as user_id \gset
set local role service_role;
select is(
    format(
        '%s %s %s %s %s',
        g.amount,
        g.source,
        g.expires_at at time zone 'utc',
        g.priority,
        g.metadata
    ),
    '50.5 promotion 2999-01-01 00:00:00 7 {"note": "n"}',
    'grant_credits'
)
from api.grant_credits(
    user_id => :'user_id', amount => 50.5, source => 'promotion', expires_at => '2999-01-01 00:00+00',
    priority => 7, idempotency_key => 'g', metadata => '{"note": "n"}'
) g;
select is(
    format(
        '%s %s %s %s %s %s',
        r.amount,
        r.job_type,
        r.job_id,
        r.expires_at - r.created_at,
        r.description,
        r.metadata
    ),
    '10 story j 01:00:00 d {"model": "m"}',
    'reserve'
)
from api.reserve(
    user_id => :'user_id', amount => 10, job_type => 'story', job_id => 'j', ttl => '1 hour',
    idempotency_key => 'r', description => 'd', metadata => '{"model": "m"}'
) r;
select r.id from credits.reservations r where r.user_id = :'user_id' \gset
select is(format('%s %s %s', r.status, r.charged, r.shortfall), 'confirmed 50.5 9.5', 'confirm')
from api.confirm(
    user_id => :'user_id',
    reservation_id => :'id',
    amount => 60,
    overage => 'available',
    idempotency_key => 'c'
) r;
select is(
    (
        select string_agg(format('%s %s', k.operation, k.key), ', ' order by k.key)
        from credits.idempotency_keys k
        where k.user_id = :'user_id'
    ),
    'confirm c, grant g, reserve r',
    'keys'
);
select api.grant_credits(:'user_id', 5, 'purchase');
select (api.reserve(:'user_id', 5, 'story')).id as other_id \gset
select is(format('%s %s', r.status, r.reason), 'released why', 'release')
from api.release(user_id => :'user_id', reservation_id => :'other_id', reason => 'why') r;
select is(format('%s %s %s', b.available, b.held, b.debt), '5 0 0', 'set_debt_limit')
from api.set_debt_limit(user_id => :'user_id', "limit" => 3) b;
select is(format('%s %s', f.refunded, f.reason), '0.5 why', 'refund')
from api.refund(
    user_id => :'user_id', reservation_id => :'id', amount => 0.5, reason => 'why', idempotency_key => 'f'
) f;
select is(format('%s %s', c.amount, c.reason), '0.25 why', 'queue_compensation')
from api.queue_compensation(user_id => :'user_id', reservation_id => :'id', amount => 0.25, reason => 'why') c;
select is(b::text, '(0,0)', 'settle_compensations')
from api.settle_compensations("limit" => 5, at => now() - interval '1 day') b;
select is(c.status::text, 'queued', 'retry_compensation')
from credits.compensations q
cross join lateral api.retry_compensation(user_id => q.user_id, id => q.id) c
where q.user_id = :'user_id';
select is(format('%s %s %s', v.kind, v.amount, v.reason), 'chargeback 0.5 why', 'revoke_grant')
from credits.grants g
cross join lateral api.revoke_grant(
    user_id => g.user_id, grant_id => g.id, kind => 'chargeback', amount => 0.5, reason => 'why',
    idempotency_key => 'v'
) v
where g.user_id = :'user_id' and g.source = 'promotion';
select is(format('%s %s %s', b.available, b.held, b.debt), '4 0 0', 'adjust')
from api.adjust(user_id => :'user_id', amount => -1, reason => 'why', idempotency_key => 'a') b;
select is(
    (
        select string_agg(format('%s %s', k.operation, k.key), ', ' order by k.key)
        from credits.idempotency_keys k
        where k.user_id = :'user_id' and k.operation in ('refund', 'revoke', 'adjust')
    ),
    'adjust a, refund f, revoke v',
    'keys of these'
);
select is_empty(format('select * from api.verify(user_id => %L)', :'user_id'), 'verify');

select * from finish();
rollback;
