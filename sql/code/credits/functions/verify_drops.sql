create or replace function credits.verify_drops()
returns setof credits.violation
language sql
stable
security invoker
begin atomic
    with drops as (
        select
            d as row, d.number, d.user_count, d.entry_count, d.reservation_count, d.digest, d.previous_digest,
            coalesce(lag(d.digest) over chain, decode(repeat('00', 32), 'hex')) as digest_before,
            coalesce(lag(d.number) over chain, 0) as number_before
        from credits.drops d
        window chain as (order by d.number)
    )
    select
        null::uuid, 'a drop is as its checkpoints say', d.number::text, null::numeric, null::numeric
    from drops d
    where d.digest <> credits.drop_digest(d.row)
    union all
    select null, 'a drop goes on from the one before', d.number::text, d.number_before + 1, d.number
    from drops d
    where d.previous_digest <> d.digest_before or d.number <> d.number_before + 1;
end;

comment on function credits.verify_drops() is
    'The part of credits.verify that is about dropped months: each is as its checkpoints say, and chained to the one before.';
