create or replace trigger erasures_touch_updated_at before update on ops.erasures
    for each row execute function ops.touch_updated_at();

create or replace trigger erasures_refuse_change
    before delete or update of user_id, reason, requested_by, requested_as on ops.erasures
    for each row execute function ops.refuse_change();

create or replace trigger erasures_refuse_truncate before truncate on ops.erasures
    for each statement execute function ops.refuse_change();

create or replace trigger erasures_audit after insert on ops.erasures
    for each row execute function audit.record();
