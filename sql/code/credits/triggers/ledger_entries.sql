create or replace trigger ledger_entries_refuse_change before update on credits.ledger_entries
    for each row execute function ops.refuse_change();

create or replace trigger ledger_entries_refuse_unarchived before delete on credits.ledger_entries
    for each row execute function credits.refuse_unarchived();

create or replace trigger ledger_entries_refuse_truncate before truncate on credits.ledger_entries
    for each statement execute function ops.refuse_change();
