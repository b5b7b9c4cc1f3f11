create or replace trigger archived_payloads_refuse_change
    before update on billing.archived_payloads
    for each row
    when (
        (new.id, new.received_at) is distinct from (old.id, old.received_at)
        or new.payload is distinct from jsonb_build_object('id', old.id, 'erased', true)
    )
    execute function ops.refuse_change();

create or replace trigger archived_payloads_refuse_delete
    before delete on billing.archived_payloads
    for each row execute function ops.refuse_change();

create or replace trigger archived_payloads_refuse_truncate
    before truncate on billing.archived_payloads
    for each statement execute function ops.refuse_change();
