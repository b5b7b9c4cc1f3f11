create or replace trigger signup_settings_touch_updated_at before update on credits.signup_settings
    for each row execute function ops.touch_updated_at();

create or replace trigger signup_settings_audit
    after insert or update or delete on credits.signup_settings
    for each row execute function audit.record('created_at');
