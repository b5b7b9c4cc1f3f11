create or replace trigger files_audit after insert or delete on chat.files
    for each row execute function audit.record_columns(
        'user_id', 'id', 'session_id', 'media_type', 'size', 'sha256'
    );
