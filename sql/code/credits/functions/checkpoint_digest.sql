create or replace function credits.checkpoint_digest(p_checkpoint credits.checkpoints)
returns bytea
language sql
stable
security invoker
begin atomic
    select sha256(
        convert_to(
            format(
                '%s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s',
                p_checkpoint.user_id, p_checkpoint.number, p_checkpoint.sequence, p_checkpoint.balance,
                coalesce(extract(epoch from p_checkpoint.last_at)::text, '-'), p_checkpoint.entry_count,
                p_checkpoint.amount, p_checkpoint.debt, p_checkpoint.taken, p_checkpoint.owed,
                p_checkpoint.kept_count, p_checkpoint.archived_entries,
                encode(p_checkpoint.entries_digest, 'hex'), p_checkpoint.archived_reservations,
                encode(p_checkpoint.reservations_digest, 'hex'), encode(p_checkpoint.previous_digest, 'hex')
            )
            || coalesce(
                (
                    select string_agg(format('; %s %s %s', g.grant_id, g.amount, g.lapsed), '' order by g.grant_id)
                    from credits.checkpoint_grants g
                    where g.user_id = p_checkpoint.user_id and g.number = p_checkpoint.number
                ),
                ''
            )
            || coalesce(
                (
                    select string_agg(
                        format(
                            ', %s %s %s %s', r.reservation_id, coalesce(r.charged::text, '-'), r.entered, r.refunded
                        ),
                        '' order by r.reservation_id
                    )
                    from credits.checkpoint_reservations r
                    where r.user_id = p_checkpoint.user_id and r.number = p_checkpoint.number
                ),
                ''
            ),
            'UTF8'
        )
    );
end;

comment on function credits.checkpoint_digest(credits.checkpoints) is
    'SHA-256 of a checkpoint, its grants and reservations, and the digest of the user''s checkpoint before.';
