-- The row as text that is the same in every session and version: no setting has a part in it. What came later
-- than the first seals is there only where a row has it, so that rows sealed before have the digests they had.
create or replace function audit.row_digest(p_row audit.log)
returns bytea
language sql
immutable
security invoker
begin atomic
    select sha256(
        convert_to(
            (
                jsonb_build_array(
                    (p_row).id,
                    (p_row).xid::text,
                    (extract(epoch from (p_row).at) * 1000000)::bigint,
                    (p_row).actor_id,
                    (p_row).actor_role,
                    (p_row).request_id,
                    (p_row).address,
                    (p_row).agent,
                    (p_row).operation,
                    (p_row).relation,
                    (p_row).old_values,
                    (p_row).new_values
                )
                || case
                    when (p_row).api_key_id is null then '[]'
                    else jsonb_build_array((p_row).api_key_id)
                end
            )::text,
            'UTF8'
        )
    );
end;

grant execute on function audit.row_digest(audit.log) to service_role;
comment on function audit.row_digest(audit.log) is 'SHA-256 of all that a row of the log says.';
