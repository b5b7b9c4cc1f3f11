-- The row as text that is the same in every session and version: no setting has a part in it. Rows from before there
-- were salts have the digests they had, made of all they say; what came later than the first seals is there only
-- where a row has it.
create or replace function audit.row_digest(p_row audit.log)
returns bytea
language sql
immutable
security invoker
begin atomic
    select case
        when num_nonnulls((p_row).request_salt, (p_row).request_digest, (p_row).values_salt) > 0 then
            sha256(
                convert_to(
                    jsonb_build_array(
                        (p_row).id,
                        (p_row).xid::text,
                        (extract(epoch from (p_row).at) * 1000000)::bigint,
                        (p_row).actor_id,
                        (p_row).actor_role,
                        (p_row).api_key_id,
                        (p_row).operation,
                        (p_row).relation,
                        encode(audit.request_digest(p_row), 'hex'),
                        encode(audit.values_digest(p_row), 'hex')
                    )::text,
                    'UTF8'
                )
            )
        when
            (p_row).values_digest is not null
            and num_nonnulls(
                (p_row).request_id, (p_row).address, (p_row).agent, (p_row).old_values, (p_row).new_values
            ) = 0
            then (p_row).values_digest
        else
            sha256(
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
                        || case
                            when (p_row).values_digest is null then '[]'
                            else jsonb_build_array(encode((p_row).values_digest, 'hex'))
                        end
                    )::text,
                    'UTF8'
                )
            )
    end;
end;

grant execute on function audit.row_digest(audit.log) to service_role;
comment on function audit.row_digest(audit.log) is
    'SHA-256 of all that a row of the log says, or said before a part of it was erased.';
