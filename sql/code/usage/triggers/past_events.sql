create or replace trigger past_events_refuse_change before update or delete on usage.past_events
    for each row execute function ops.refuse_all_but_erasure('*');

create or replace trigger past_events_refuse_truncate before truncate on usage.past_events
    for each statement execute function ops.refuse_change();
