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
        'credits.accounts: The owner keeps account (all to thin_owner)',
        'credits.accounts: Users read their own account (select to authenticated)',
        'credits.grants: The owner keeps grants (all to thin_owner)',
        'credits.grants: Users read their own grants (select to authenticated)',
        'credits.idempotency_keys: The owner keeps idempotency keys (all to thin_owner)',
        'credits.ledger_entries: The owner keeps entries (all to thin_owner)',
        'credits.ledger_entries: Users read their own entries (select to authenticated)',
        'credits.metadata_keys: The owner keeps metadata keys (all to thin_owner)',
        'credits.reservations: The owner keeps reservations (all to thin_owner)',
        'credits.reservations: Users read their own reservations (select to authenticated)',
        'ops.error_codes: The owner keeps error codes (all to thin_owner)',
        'ops.error_codes: The service reads error codes (select to authenticator)'
    ]) p order by 1$$,
    'policies'
);

select * from finish();
rollback;
