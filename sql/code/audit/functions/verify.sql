-- One statement, so that all of it is seen as it stood at one moment.
create or replace function audit.verify(
    p_from bigint default 1,
    p_known_number bigint default null,
    p_known_digest bytea default null
)
returns setof audit.violation
language sql
stable
security invoker
begin atomic
    with seals as (
        select
            s as seal,
            s.number,
            lag(s.number) over chain as previous_number,
            lag(s.digest) over chain as previous_digest,
            lag(s.era) over chain as previous_era,
            lag(s.to_xid) over chain as previous_to_xid,
            lag(s.to_id) over chain as previous_to_id,
            lead(s.era) over chain as next_era,
            (
                select min(n.era_after_id) from audit.seals n where n.era > s.era
            ) as era_to_id
        from audit.seals s
        window chain as (order by s.number)
    ),
    checked as (
        select s.*, r.row_count, r.rows_digest, r.ids
        from seals s
        cross join lateral (
            select
                count(*) as row_count,
                sha256(coalesce(string_agg(l.digest, ''::bytea order by l.xid, l.id), '')) as rows_digest,
                format('ids %s to %s', min(l.id), max(l.id)) as ids
            from (
                select n.xid, n.id, audit.row_digest(n) as digest from audit.log n
                union all
                -- Of months that were dropped, where the seal has rows that are there.
                select d.xid, d.id, d.digest from audit.dropped_digests d
            ) l
            where
                (l.xid, l.id) > ((s.seal).after_xid, (s.seal).after_id)
                and (l.xid, l.id) <= ((s.seal).to_xid, (s.seal).to_id)
                and l.id > (s.seal).era_after_id
                and (s.era_to_id is null or l.id <= s.era_to_id)
        ) r
        where
            s.number >= p_from
            -- Of what was dropped as a whole the chain is left.
            and (s.seal).last_at >= coalesce((select max(r.before) from audit.drops r), '-infinity')
    )
    select (v.kind, v.seal, v.detail)::audit.violation
    from (
        select
            case
                when c.row_count < (c.seal).row_count then 'rows_missing'
                when c.row_count > (c.seal).row_count then 'rows_added'
                else 'rows_changed'
            end as kind,
            c.number as seal,
            format('%s rows, %s, sealed were %s', c.row_count, c.ids, (c.seal).row_count) as detail
        from checked c
        where c.row_count <> (c.seal).row_count or c.rows_digest <> (c.seal).rows_digest
        union all
        select 'seal_changed', s.number, 'its digest is not of what it says'
        from seals s
        where s.number >= p_from and audit.seal_digest(s.seal) <> (s.seal).digest
        union all
        select 'seal_missing', s.number, format('after %s', coalesce(s.previous_number, 0))
        from seals s
        where s.number >= p_from and s.number <> coalesce(s.previous_number, 0) + 1
        union all
        select 'chain_broken', s.number, 'it does not go on from the one before'
        from seals s
        where
            s.number >= p_from
            and (
                (s.seal).previous_digest <> coalesce(s.previous_digest, decode(repeat('00', 32), 'hex'))
                or (
                    (s.seal).era = s.previous_era
                    and ((s.seal).after_xid, (s.seal).after_id) <> (s.previous_to_xid, s.previous_to_id)
                )
                or (s.seal).era < s.previous_era
            )
        union all
        -- Between the last seal of an era and the beginning of the next nothing was left unsealed.
        select 'rows_added', s.number, format('%s rows after the last of its era', count(*))
        from seals s
        join audit.log l
            on (l.xid, l.id) > ((s.seal).to_xid, (s.seal).to_id)
            and l.id > (s.seal).era_after_id and l.id <= s.era_to_id
        where s.number >= p_from and s.next_era > (s.seal).era
        group by s.number
        union all
        -- Who drops a month writes down where the chain goes on.
        select 'seal_changed', r.to_seal, 'it is known otherwise from a drop'
        from audit.drops r
        where
            not exists (
                select from seals s where s.number = r.to_seal and (s.seal).digest = r.seal_digest
            )
            and r.to_seal >= p_from
        union all
        select 'seal_missing', p_known_number, 'it is known from elsewhere'
        where
            p_known_number is not null
            and not exists (select from seals s where s.number = p_known_number)
        union all
        select 'seal_changed', s.number, 'it is known otherwise from elsewhere'
        from seals s
        where s.number = p_known_number and (s.seal).digest <> p_known_digest
    ) v
    order by v.seal, v.kind;
end;

grant execute on function audit.verify(bigint, bigint, bytea) to service_role;
comment on function audit.verify(bigint, bigint, bytea) is
    'What is wrong with the sealed part of the log, from seal p_from on: rows_missing, rows_added, rows_changed, seal_missing, seal_changed, chain_broken. None when it is as it was written. A seal''s number and digest that were kept elsewhere show whether later seals were taken away or the chain was made anew.';
