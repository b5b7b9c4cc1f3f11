create or replace function credits.entry_digest(p_entry credits.ledger_entries)
returns bytea
language sql
stable
security invoker
begin atomic
    select sha256(
        convert_to(
            format(
                '%s %s %s %s %s %s %s %s',
                p_entry.user_id, p_entry.sequence, p_entry.kind, p_entry.amount, p_entry.balance,
                coalesce(p_entry.grant_id::text, '-'), coalesce(p_entry.reservation_id::text, '-'),
                extract(epoch from p_entry.created_at)
            ),
            'UTF8'
        )
    );
end;

grant execute on function credits.entry_digest(credits.ledger_entries) to service_role;
comment on function credits.entry_digest(credits.ledger_entries) is
    'SHA-256 of an entry, the same wherever it is kept.';
