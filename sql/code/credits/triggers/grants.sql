create or replace trigger grants_touch_updated_at before update on credits.grants
    for each row execute function ops.touch_updated_at();

create or replace trigger grants_audit after insert or delete on credits.grants
    for each row execute function audit.record('user_id', 'id');

-- What remains changes with every draw, and each draw is a ledger entry; anything else is audited.
create or replace trigger grants_audit_change after update on credits.grants
    for each row
    when (
        (old.source, old.amount, old.priority, old.effective_at, old.expires_at, old.metadata)
        is distinct from (new.source, new.amount, new.priority, new.effective_at, new.expires_at, new.metadata)
    )
    execute function audit.record('user_id', 'id');
