-- Every policy is one of these: the owner keeps a table, users read their own rows, the service
-- reads the registry.
begin;
select plan(1);

select results_eq(
    $$select format('%s.%s: %s (%s to %s)', schemaname, tablename, policyname, lower(cmd), array_to_string(roles, ',')) collate "C"
    from pg_policies where schemaname in (select o::text from tests.ours() o) and schemaname <> 'auth' order by 1$$,
    $$select p collate "C" from unnest(array[
        'audit.log: The owner reads the log (select to thin_owner)',
        'audit.log: The owner writes the log (insert to thin_owner)',
        'billing.plans: The owner keeps plans (all to thin_owner)',
        'billing.plans: Users read plans (select to authenticated)',
        'billing.plans: Visitors read plans (select to anon)',
        'billing.plan_prices: The owner keeps plan prices (all to thin_owner)',
        'billing.plan_prices: Users read plan prices (select to authenticated)',
        'billing.plan_prices: Visitors read plan prices (select to anon)',
        'billing.settings: The owner keeps settings (all to thin_owner)',
        'billing.subscriptions: The owner keeps subscriptions (all to thin_owner)',
        'billing.subscriptions: Users read their own subscriptions (select to authenticated)',
        'billing.subscription_transitions: The owner keeps subscription transitions (all to thin_owner)',
        'billing.subscription_events: The owner keeps subscription events (all to thin_owner)',
        'billing.subscription_events: Users read their own subscription events (select to authenticated)',
        'billing.prorations: The owner keeps prorations (all to thin_owner)',
        'billing.prorations: Users read their own prorations (select to authenticated)',
        'credits.prices: Visitors read all prices (select to anon)',
        'credits.accounts: The owner keeps account (all to thin_owner)',
        'credits.accounts: Users read their own account (select to authenticated)',
        'credits.default_price: The owner keeps the default price (all to thin_owner)',
        'credits.disposable_domains: The owner keeps disposable domains (all to thin_owner)',
        'credits.archived_entries: The owner keeps archived entries (all to thin_owner)',
        'credits.archived_entries: Users read their own archived entries (select to authenticated)',
        'credits.archived_reservations: The owner keeps archived reservations (all to thin_owner)',
        'credits.archived_reservations: Users read their own archived reservations (select to authenticated)',
        'credits.compensations: The owner keeps compensations (all to thin_owner)',
        'credits.refunds: The owner keeps refunds (all to thin_owner)',
        'credits.revocations: The owner keeps revocations (all to thin_owner)',
        'credits.revocations: Users read their own revocations (select to authenticated)',
        'credits.grants: The owner keeps grants (all to thin_owner)',
        'credits.grants: Users read their own grants (select to authenticated)',
        'credits.idempotency_keys: The owner keeps idempotency keys (all to thin_owner)',
        'credits.ledger_entries: The owner keeps entries (all to thin_owner)',
        'credits.ledger_entries: Users read their own entries (select to authenticated)',
        'credits.metadata_keys: The owner keeps metadata keys (all to thin_owner)',
        'credits.monthly_refreshes: The owner keeps monthly refreshes (all to thin_owner)',
        'credits.monthly_refreshes: Users read their own refreshes (select to authenticated)',
        'credits.prices: The owner keeps prices (all to thin_owner)',
        'credits.prices: Users read all prices (select to authenticated)',
        'credits.reservations: The owner keeps reservations (all to thin_owner)',
        'credits.reservations: Users read their own reservations (select to authenticated)',
        'credits.signup_claims: The owner keeps signup claims (all to thin_owner)',
        'credits.signup_identities: The owner keeps signup identities (all to thin_owner)',
        'credits.signup_networks: The owner keeps signup networks (all to thin_owner)',
        'credits.signup_settings: The owner keeps signup settings (all to thin_owner)',
        'identity.common_passwords: The owner keeps common passwords (all to thin_owner)',
        'identity.keys: The owner reads the key (select to thin_owner)',
        'identity.keys: The owner writes the key (insert to thin_owner)',
        'identity.mail_templates: The owner keeps mail templates (all to thin_owner)',
        'identity.settings: The owner keeps settings (all to thin_owner)',
        'identity.turns: The owner keeps turns (all to thin_owner)',
        'ops.error_codes: The owner keeps error codes (all to thin_owner)',
        'ops.error_codes: The service reads error codes (select to authenticator)',
        'ops.outbox: The owner keeps the outbox (all to thin_owner)'
    ]) p order by 1$$,
    'policies'
);

select * from finish();
rollback;
