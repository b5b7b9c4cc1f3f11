-- Where people sign in here; on Supabase the table is not ours.
do $$
begin
    if identity.is_ours() then
        create or replace trigger sessions_audit after insert or delete on auth.sessions
            for each row execute function audit.record_columns(
                'id', 'user_id', 'created_at', 'not_after', 'aal'
            );
    end if;
end
$$;
