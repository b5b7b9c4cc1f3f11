-- No user and nobody unknown calls what moves credits, settles, sweeps or proves, in either schema.
begin;
select plan(34);

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
    'api.confirm', 'api.grant_credits', 'api.release', 'api.reserve', 'api.set_debt_limit', 'api.verify',
    'credits.confirm', 'credits.grant_credits', 'credits.release', 'credits.reserve', 'credits.set_debt_limit',
    'credits.verify', 'credits.settle', 'credits.sweep', 'credits.draw', 'credits.charge_overage', 'credits.find_answer'
)
order by r.role, f.oid::regproc::text;

select * from finish();
rollback;
