create or replace function audit.request_digest(p_row audit.log)
returns bytea
language sql
immutable
security invoker
begin atomic
    select case
        -- What was put back into an erased row is no part of what it was.
        when
            (p_row).request_digest is not null
            and num_nonnulls((p_row).request_salt, (p_row).request_id, (p_row).address, (p_row).agent) = 0
            then (p_row).request_digest
        else
            sha256(
                convert_to(
                    jsonb_build_array(
                        (p_row).request_salt, (p_row).request_id, (p_row).address, (p_row).agent
                    )::text,
                    'UTF8'
                )
            )
    end;
end;

grant execute on function audit.request_digest(audit.log) to service_role;
comment on function audit.request_digest(audit.log) is
    'SHA-256 of where a row of the log came from, or what it was before that was erased.';
