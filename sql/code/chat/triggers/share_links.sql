create or replace trigger share_links_audit after insert or update or delete on chat.share_links
    for each row execute function audit.record_columns(
        'user_id', 'id', 'session_id', 'expires_at', 'withdrawn_at'
    );
