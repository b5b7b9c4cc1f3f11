create or replace trigger archived_entries_refuse_change
    before update or delete on credits.archived_entries
    for each row execute function ops.refuse_change();

create or replace trigger archived_entries_refuse_truncate
    before truncate on credits.archived_entries
    for each statement execute function ops.refuse_change();
