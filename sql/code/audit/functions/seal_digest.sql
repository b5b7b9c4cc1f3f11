create or replace function audit.seal_digest(p_seal audit.seals)
returns bytea
language sql
immutable
security invoker
begin atomic
    select sha256(
        convert_to(
            jsonb_build_array(
                (p_seal).number,
                (p_seal).era,
                (p_seal).era_after_id,
                (p_seal).after_xid::text,
                (p_seal).after_id,
                (p_seal).to_xid::text,
                (p_seal).to_id,
                (p_seal).max_id,
                (extract(epoch from (p_seal).first_at) * 1000000)::bigint,
                (extract(epoch from (p_seal).last_at) * 1000000)::bigint,
                (p_seal).row_count,
                encode((p_seal).rows_digest, 'hex'),
                encode((p_seal).previous_digest, 'hex'),
                (extract(epoch from (p_seal).sealed_at) * 1000000)::bigint
            )::text,
            'UTF8'
        )
    );
end;

grant execute on function audit.seal_digest(audit.seals) to service_role;
comment on function audit.seal_digest(audit.seals) is
    'SHA-256 of all that a seal says, the digest of the one before included.';
