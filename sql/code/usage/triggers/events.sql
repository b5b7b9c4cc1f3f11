create or replace trigger events_refuse_unarchived before delete on usage.events
    for each row execute function usage.refuse_unarchived();

create or replace trigger events_refuse_truncate before truncate on usage.events
    for each statement execute function ops.refuse_change();
