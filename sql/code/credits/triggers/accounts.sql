create or replace trigger accounts_touch_updated_at before update on credits.accounts
    for each row execute function ops.touch_updated_at();

-- Balances are explained by ledger entries and reservations; what an operator sets is audited here.
create or replace trigger accounts_audit_limit after update on credits.accounts
    for each row when (old.debt_limit is distinct from new.debt_limit)
    execute function audit.record('user_id');

create or replace trigger accounts_audit after insert or delete on credits.accounts
    for each row execute function audit.record('user_id');
