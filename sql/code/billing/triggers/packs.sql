create or replace trigger packs_touch_updated_at before update on billing.packs
    for each row execute function ops.touch_updated_at();

create or replace trigger packs_audit after insert or update or delete on billing.packs
    for each row execute function audit.record('created_at');
