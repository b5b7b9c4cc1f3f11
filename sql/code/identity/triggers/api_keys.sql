-- Not when a use is noted, which is no change of the key.
create or replace trigger api_keys_touch_updated_at
    before update of name, digest, previous_digest, previous_until, expires_at, rotated_at, revoked_at
    on identity.api_keys
    for each row execute function ops.touch_updated_at();

create or replace trigger api_keys_audit
    after insert or delete
    or update of name, digest, previous_digest, previous_until, expires_at, rotated_at, revoked_at
    on identity.api_keys
    for each row execute function audit.record_columns(
        'id', 'user_id', 'role', 'name', 'prefix', 'previous_until', 'expires_at', 'rotated_at',
        'revoked_at', 'created_at'
    );
