-- What remains changes with every draw, and each draw is a ledger entry; anything else is audited here.
create or replace trigger grants_audit
    after insert or delete or update of source, amount, priority, effective_at, expires_at, metadata
    on credits.grants
    for each row execute function audit.record();
