-- Balances are explained by ledger entries and reservations; what an operator sets is audited here.
create or replace trigger accounts_audit
    after insert or delete or update of debt_limit, clawback_limit on credits.accounts
    for each row execute function audit.record('created_at');
