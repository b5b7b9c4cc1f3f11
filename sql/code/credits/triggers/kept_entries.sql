create or replace trigger kept_entries_refuse_change before update on credits.kept_entries
    for each row execute function ops.refuse_change();

create or replace trigger kept_entries_refuse_uncovered before delete on credits.kept_entries
    for each row execute function credits.refuse_uncovered();

create or replace trigger kept_entries_refuse_truncate before truncate on credits.kept_entries
    for each statement execute function ops.refuse_change();
