-- An hour is longer than any token or request lives on after its session has ended.
create or replace function ops.is_settled_account(p_erasure ops.erasures)
returns boolean
language sql
stable
security invoker
begin atomic
    select
        (p_erasure).requested_at < clock_timestamp() - interval '1 hour'
        and not exists (
            select
            from credits.reservations r
            where
                r.user_id = (p_erasure).user_id and r.status = 'reserved'
                and r.expires_at > clock_timestamp()
        )
        and not exists (
            select
            from ai.calls c
            where c.user_id = (p_erasure).user_id and c.settled_at is null
        );
end;

comment on function ops.is_settled_account(ops.erasures) is
    'Whether nothing of a deleted account is under way any more, so that nothing comes late.';
