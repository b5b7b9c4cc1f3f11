create or replace trigger settings_touch_updated_at before update on billing.settings
    for each row execute function ops.touch_updated_at();

create or replace trigger settings_audit after insert or update or delete on billing.settings
    for each row execute function audit.record('created_at');

create or replace trigger settings_publish_plans after update of plans_are_public on billing.settings
    for each row execute function billing.publish_plans();
