create or replace trigger drops_refuse_change before update or delete on credits.drops
    for each row execute function ops.refuse_change();

create or replace trigger drops_refuse_truncate before truncate on credits.drops
    for each statement execute function ops.refuse_change();

create or replace trigger drops_audit after insert on credits.drops
    for each row execute function audit.record();
