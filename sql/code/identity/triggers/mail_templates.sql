create or replace trigger mail_templates_touch_updated_at before update on identity.mail_templates
    for each row execute function ops.touch_updated_at();

create or replace trigger mail_templates_audit
    after insert or update or delete on identity.mail_templates
    for each row execute function audit.record('created_at');
