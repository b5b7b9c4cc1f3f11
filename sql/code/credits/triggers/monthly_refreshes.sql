create or replace trigger monthly_refreshes_refuse_change
    before update or delete on credits.monthly_refreshes
    for each row execute function ops.refuse_change();

create or replace trigger monthly_refreshes_refuse_truncate
    before truncate on credits.monthly_refreshes
    for each statement execute function ops.refuse_change();
