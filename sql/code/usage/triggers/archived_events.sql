create or replace trigger archived_events_refuse_change
    before update or delete on usage.archived_events
    for each row execute function ops.refuse_all_but_erasure('event_id', 'job_id', 'metadata');

create or replace trigger archived_events_refuse_truncate
    before truncate on usage.archived_events
    for each statement execute function ops.refuse_change();
