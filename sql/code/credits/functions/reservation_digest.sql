-- Not of what anybody has written: that goes when its user does.
create or replace function credits.reservation_digest(p_reservation credits.reservations)
returns bytea
language sql
stable
security invoker
begin atomic
    select sha256(
        convert_to(
            format(
                '%s %s %s %s %s %s %s %s %s %s',
                p_reservation.user_id, p_reservation.id, p_reservation.amount, p_reservation.charged,
                p_reservation.status, p_reservation.shortfall, p_reservation.sequence,
                extract(epoch from p_reservation.created_at),
                extract(epoch from p_reservation.expires_at),
                coalesce(extract(epoch from p_reservation.settled_at)::text, '-')
            ),
            'UTF8'
        )
    );
end;

grant execute on function credits.reservation_digest(credits.reservations) to service_role;
comment on function credits.reservation_digest(credits.reservations) is
    'SHA-256 of what the ledger needs of a reservation, the same wherever it is kept.';
