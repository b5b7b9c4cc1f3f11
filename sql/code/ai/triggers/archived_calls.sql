create or replace trigger archived_calls_refuse_change
    before update or delete on ai.archived_calls
    for each row execute function ops.refuse_all_but_erasure(
        'digest', 'run_id', 'raw_usage', 'provider_request_id'
    );

create or replace trigger archived_calls_refuse_truncate
    before truncate on ai.archived_calls
    for each statement execute function ops.refuse_change();
