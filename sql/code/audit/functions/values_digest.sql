create or replace function audit.values_digest(p_row audit.log)
returns bytea
language sql
immutable
security invoker
begin atomic
    select case
        -- What was put back into an erased row is no part of what it was.
        when
            (p_row).values_digest is not null
            and num_nonnulls((p_row).values_salt, (p_row).old_values, (p_row).new_values) = 0
            then (p_row).values_digest
        else
            sha256(
                convert_to(
                    jsonb_build_array(
                        (p_row).values_salt, (p_row).old_values, (p_row).new_values
                    )::text,
                    'UTF8'
                )
            )
    end;
end;

grant execute on function audit.values_digest(audit.log) to service_role;
comment on function audit.values_digest(audit.log) is
    'SHA-256 of the values of a row of the log, or what it was before they were erased.';
