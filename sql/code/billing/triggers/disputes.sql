create or replace trigger disputes_touch_updated_at before update on billing.disputes
    for each row execute function ops.touch_updated_at();

create or replace trigger disputes_audit after insert or update or delete on billing.disputes
    for each row execute function audit.record('created_at');
