create or replace trigger sessions_touch_updated_at before update on chat.sessions
    for each row execute function ops.touch_updated_at();

-- Of what is said nothing, not even its title.
create or replace trigger sessions_audit after insert or delete on chat.sessions
    for each row execute function audit.record_columns('user_id', 'id');
