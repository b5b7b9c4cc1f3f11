-- What a caller may leave out is what is promised.
begin;
select plan(7);

select is(
    pg_get_function_arguments('api.grant_credits'::regproc),
    $$user_id uuid, amount numeric, source text, expires_at timestamp with time zone DEFAULT NULL::timestamp with time zone, priority integer DEFAULT 100, idempotency_key text DEFAULT NULL::text, metadata jsonb DEFAULT '{}'::jsonb$$,
    'grant_credits'
);
select is(
    pg_get_function_arguments('api.reserve'::regproc),
    $$user_id uuid, amount numeric DEFAULT NULL::numeric, job_type text DEFAULT NULL::text, job_id text DEFAULT NULL::text, ttl interval DEFAULT '00:15:00'::interval, idempotency_key text DEFAULT NULL::text, description text DEFAULT NULL::text, metadata jsonb DEFAULT '{}'::jsonb, units numeric DEFAULT NULL::numeric$$,
    'reserve'
);
select is(
    pg_get_function_arguments('api.confirm'::regproc),
    $$user_id uuid, reservation_id uuid, amount numeric DEFAULT NULL::numeric, overage text DEFAULT 'reject'::text, idempotency_key text DEFAULT NULL::text$$,
    'confirm'
);
select is(
    pg_get_function_arguments('api.release'::regproc),
    'user_id uuid, reservation_id uuid, reason text DEFAULT NULL::text',
    'release'
);
select is(
    pg_get_function_arguments('api.verify'::regproc),
    'user_id uuid DEFAULT NULL::uuid',
    'verify'
);
select is(
    pg_get_function_arguments('api.set_debt_limit'::regproc),
    'user_id uuid, "limit" numeric',
    'set_debt_limit'
);
select is_empty(
    $$select a.oid::regprocedure
    from pg_proc a
    join pg_proc c on c.proname = a.proname and c.pronamespace = 'credits'::regnamespace
    where
        a.pronamespace = 'api'::regnamespace
        and not has_function_privilege('authenticated', a.oid, 'execute')
        and pg_get_function_arguments(a.oid) <> replace(replace(pg_get_function_arguments(c.oid), 'p_limit', '"limit"'), 'p_', '')$$,
    'credits has the same with p_, save where the user is the one who asks'
);

select * from finish();
rollback;
