-- The limits are those that are promised, and every view and function that they name is there.
begin;
select plan(3);

select set_eq(
    'select class, requests, period from ops.rates where plan is null and effective @> now() and class <> ''planted''',
    $$values ('model_calls', 60, interval '1 minute'), ('credit_operations', 100, interval '1 minute'), ('messages', 30, '1 minute'), ('chat', 20, '1 minute'),
        ('story_creation', 5, '1 minute'), ('book_generation', 3, '1 minute'), ('checkout', 5, '1 minute'),
        ('balance_and_usage', 30, '1 minute'), ('subscribe', 5, '1 minute'), ('sensitive', 10, '5 minutes'),
        ('logout', 10, '1 minute'), ('model_calls', 60, '1 minute'), ('chat_history', 120, '1 minute')$$,
    'classes'
);
select is_empty(
    $$select l.name from ops.rate_limits l
    where l.kind = 'view' and to_regclass('api.' || quote_ident(l.name)) is null
        or l.kind = 'function' and not exists (
            select from pg_proc p where p.pronamespace = 'api'::regnamespace and p.proname = l.name
        )$$,
    'names'
);
select results_eq(
    'select recovery_mails_per_hour, recoveries_per_hour from identity.settings', 'values (3, 5)', 'codes, by identity'
);

select * from finish();
rollback;
