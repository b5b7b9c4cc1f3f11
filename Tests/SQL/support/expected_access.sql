-- Who may do what: a row for every schema, relation and function of ours. An object without a row,
-- a row without an object and a right that differs fail access/matches_the_matrix. A right on
-- single columns lists them.
create table tests.expected_access (
    object text primary key,
    anon text not null,
    authenticated text not null,
    service_role text not null,
    authenticator text not null
);

insert into tests.expected_access (object, anon, authenticated, service_role, authenticator) values
    ('schema api', 'usage', 'usage', 'usage', ''),
    ('schema audit', '', '', 'usage', ''),
    ('schema auth', 'usage', 'usage', 'usage', 'usage'),
    ('schema credits', '', 'usage', 'usage', ''),
    ('schema ops', 'usage', 'usage', 'usage', 'usage'),
    ('api.balance', '', 'select', 'select', ''),
    ('api.credit_grants', '', 'select', 'select', ''),
    ('api.credit_usage', '', 'select', 'select', ''),
    ('api.ledger_entries', '', 'select', 'select', ''),
    ('audit.log', '', '', 'select', ''),
    ('audit.log_id_seq', '', '', '', ''),
    ('auth.users', '', '', '', ''),
    (
        'credits.accounts', '',
        'select (user_id, available, held, debt, held_since, next_expiry_at, created_at)',
        'select', ''
    ),
    (
        'credits.grants', '',
        'select (id, user_id, source, amount, remaining, priority, effective_at, expires_at, '
        'sequence, is_spent, created_at)', 'select', ''
    ),
    ('credits.idempotency_keys', '', '', 'select', ''),
    (
        'credits.ledger_entries', '',
        'select (user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at)',
        'select', ''
    ),
    ('credits.metadata_keys', '', '', 'select', ''),
    (
        'credits.reservations', '',
        'select (id, user_id, amount, charged, status, job_type, job_id, expires_at, created_at, '
        'settled_at, description, shortfall, sequence)', 'select', ''
    ),
    ('ops.error_codes', '', '', 'select', 'select'),
    ('api.confirm(uuid,uuid,numeric,text,text)', '', '', 'execute', ''),
    (
        'api.grant_credits(uuid,numeric,text,timestamp with time zone,integer,text,jsonb)', '', '',
        'execute', ''
    ),
    ('api.release(uuid,uuid,text)', '', '', 'execute', ''),
    ('api.reserve(uuid,numeric,text,text,interval,text,text,jsonb)', '', '', 'execute', ''),
    ('api.set_debt_limit(uuid,numeric)', '', '', 'execute', ''),
    ('api.verify(uuid)', '', '', 'execute', ''),
    ('audit.header(text)', '', '', '', ''),
    ('audit.record()', '', '', '', ''),
    ('auth.email()', 'execute', 'execute', 'execute', 'execute'),
    ('auth.jwt()', 'execute', 'execute', 'execute', 'execute'),
    ('auth.role()', 'execute', 'execute', 'execute', 'execute'),
    ('auth.uid()', 'execute', 'execute', 'execute', 'execute'),
    ('credits.allocate(credits.lot[],credits.hold[])', '', 'execute', 'execute', ''),
    ('credits.allocations(uuid,uuid,timestamp with time zone)', '', 'execute', 'execute', ''),
    ('credits.balance_at(uuid,timestamp with time zone)', '', 'execute', 'execute', ''),
    (
        'credits.charge_overage(credits.reservations,credits.overage,timestamp with time zone)',
        '', '', '', ''
    ),
    ('credits.check_metadata(credits.metadata)', '', '', '', ''),
    ('credits.confirm(uuid,uuid,numeric,text,text)', '', '', 'execute', ''),
    ('credits.current_balance(uuid,timestamp with time zone)', '', 'execute', 'execute', ''),
    ('credits.draw_hold(credits.reservations,numeric,timestamp with time zone)', '', '', '', ''),
    ('credits.draw(credits.accounts,uuid,numeric,text,uuid,timestamp with time zone)', '', '', '', ''),
    ('credits.fail_unsettleable(uuid,uuid)', '', '', '', ''),
    ('credits.find_answer(uuid,text,credits.idempotency_key,bytea)', '', '', '', ''),
    ('credits.fingerprint(jsonb)', '', '', '', ''),
    (
        'credits.grant_credits(uuid,numeric,text,timestamp with time zone,integer,text,jsonb)', '',
        '', 'execute', ''
    ),
    ('credits.open_account()', '', '', '', ''),
    ('credits.release(uuid,uuid,text)', '', '', 'execute', ''),
    ('credits.reserve(uuid,numeric,text,text,interval,text,text,jsonb)', '', '', 'execute', ''),
    ('credits.set_debt_limit(uuid,numeric)', '', '', 'execute', ''),
    ('credits.settle(uuid,timestamp with time zone)', '', '', '', ''),
    ('credits.sweep(integer,uuid)', '', '', 'execute', ''),
    ('credits.verify(uuid)', '', '', 'execute', ''),
    ('ops.fail(text,text,text)', '', '', '', ''),
    ('ops.fail_argument(text,text)', '', '', '', ''),
    ('ops.refuse_change()', '', '', '', ''),
    ('ops.schema_version()', 'execute', 'execute', 'execute', 'execute'),
    ('ops.touch_updated_at()', '', '', '', '');
