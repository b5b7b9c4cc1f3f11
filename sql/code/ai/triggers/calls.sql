create or replace trigger calls_refuse_unarchived before delete on ai.calls
    for each row execute function ai.refuse_unarchived();

create or replace trigger calls_refuse_truncate before truncate on ai.calls
    for each statement execute function ops.refuse_change();
