-- No user and nobody unknown calls what moves credits, settles, sweeps or proves, in either schema.
begin;
select plan(62);

select tests.a_user(10) as user_id \gset

select is(
    tests.attempt(
        r.role, :'user_id',
        format(
            'select %s(%s)', f.oid::regproc,
            (select string_agg(format('null::%s', format_type(a.type, null)), ', ' order by a.position) from unnest(f.proargtypes::oid[]) with ordinality as a (type, position))
        )
    ),
    '42501',
    format('%s: %s', r.role, f.oid::regproc)
)
from (values ('anon'), ('authenticated')) as r (role)
cross join pg_proc f
where f.oid::regproc::text in (
    'api.adjust', 'api.queue_compensation', 'api.refund', 'api.retry_compensation', 'api.revoke_grant',
    'api.settle_compensations',
    'credits.adjust', 'credits.archive', 'credits.claw_back', 'credits.queue_compensation', 'credits.refund',
    'credits.retry_compensation', 'credits.revoke_grant', 'credits.settle_compensations',
    'api.confirm', 'api.grant_credits', 'api.release', 'api.reserve', 'api.set_debt_limit', 'api.verify',
    'credits.confirm', 'credits.grant_credits', 'credits.release', 'credits.reserve', 'credits.set_debt_limit',
    'credits.verify', 'credits.settle', 'credits.sweep', 'credits.draw', 'credits.charge_overage', 'credits.find_answer'
)
order by r.role, f.oid::regproc::text;

select * from finish();
rollback;
