-- Whatever a user can ask for is limited in how often, but for what is the same for everybody or tells little;
-- a new view or function needs a row of ops.rate_limits, or one here.
begin;
select plan(2);

prepare unlimited as
select o.kind || ' ' || o.name
from (
    select 'view', c.relname
    from pg_class c
    where
        c.relnamespace = 'api'::regnamespace and c.relkind in ('v', 'm', 'r', 'p', 'f')
        and has_table_privilege('authenticated', c.oid, 'select')
    union
    select 'function', p.proname
    from pg_proc p
    where p.pronamespace = 'api'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
) o (kind, name)
where not exists (select from ops.rate_limits l where l.kind = o.kind and l.name = o.name);

select set_eq(
    'unlimited',
    array[
        'view api_keys', 'view packs', 'view plans', 'view pricing', 'view subscriptions', 'view subscription_events',
        'view ai_models', 'function price_job',
        -- For admins, who are trusted.
        'view audit_log', 'function admin_jobs', 'function admin_replay_event', 'function admin_webhook_events',
        'function admin_search_users', 'function admin_user', 'function admin_grant', 'function admin_adjust',
        'function admin_refund', 'function admin_compensations', 'function admin_retry_compensation',
        'function admin_settle_compensations', 'function admin_prices', 'function admin_set_price',
        'function admin_rate_limits', 'function admin_set_rate_limit', 'function admin_counters', 'function admin_verify',
        'function set_model', 'function set_model_limit', 'function set_model_price', 'function set_ai_enabled',
        'function admin_delete_user', 'function admin_erasures', 'function admin_export_user', 'function admin_retention'
    ],
    'nothing else is not'
);
create view api.planted as select 1 as one;
grant select on api.planted to authenticated;
select set_has('unlimited', $$values ('view planted')$$, 'a planted one is found');

select * from finish();
rollback;
