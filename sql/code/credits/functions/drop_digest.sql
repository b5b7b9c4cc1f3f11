create or replace function credits.drop_digest(p_drop credits.drops)
returns bytea
language sql
stable
security invoker
begin atomic
    select sha256(
        convert_to(
            format(
                '%s %s %s %s %s %s %s', p_drop.number, p_drop.month, extract(epoch from p_drop.before),
                p_drop.user_count, p_drop.entry_count, p_drop.kept_count, p_drop.reservation_count
            ),
            'UTF8'
        )
        || p_drop.previous_digest
        || (
            select coalesce(string_agg(c.digest, '' order by c.user_id), '')
            from credits.checkpoints c
            where c.number = p_drop.number
        )
    );
end;

comment on function credits.drop_digest(credits.drops) is
    'SHA-256 of a drop, the digests of its checkpoints, and the digest of the drop before.';
