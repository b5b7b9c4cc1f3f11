create or replace function credits.verify_checkpoints(p_first uuid, p_last uuid)
returns setof credits.violation
language sql
stable
security invoker
begin atomic
    with checkpoints as (
        select
            c as checkpoint, c.user_id, c.number, c.digest, c.previous_digest, c.sequence, c.balance,
            c.entry_count,
            coalesce(
                lag(c.digest) over account, decode(repeat('00', 32), 'hex')
            ) as digest_before,
            coalesce(lag(c.sequence) over account, 0) as sequence_before,
            coalesce(lag(c.balance) over account, 0) as balance_before
        from credits.checkpoints c
        join credits.drops d on d.number = c.number
        where c.user_id between p_first and p_last
        window account as (partition by c.user_id order by c.number)
    )
    select
        c.user_id, 'a checkpoint is as it was made', c.number::text, null::numeric, null::numeric
    from checkpoints c
    where c.digest is distinct from credits.checkpoint_digest(c.checkpoint)
    union all
    select c.user_id, 'a checkpoint goes on from the one before', c.number::text, null, null
    from checkpoints c
    where
        c.previous_digest <> c.digest_before or c.sequence < c.sequence_before
        or (c.entry_count = 0 and (c.sequence, c.balance) <> (c.sequence_before, c.balance_before))
    union all
    select u.user_id, 'what a checkpoint knows is in its digest', u.number::text, null, null
    from (
        select g.user_id, g.number from credits.checkpoint_grants g
        union
        select r.user_id, r.number from credits.checkpoint_reservations r
    ) u
    where
        u.user_id between p_first and p_last
        and exists (select from credits.drops d where d.number = u.number)
        and not exists (
            select from credits.checkpoints c where c.user_id = u.user_id and c.number = u.number
        );
end;

comment on function credits.verify_checkpoints(uuid, uuid) is
    'The part of credits.verify that is about checkpoints: each is as it was made, and goes on from the one before.';
