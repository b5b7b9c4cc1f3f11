-- SQL for a value that a type takes, whatever its domains say; null where nothing better is known.
create function tests.fitting(p_type oid) returns text
language sql stable as $$
    select format(
        '%s::%s',
        case
            when t.typcategory = 'A' then '''{}'''
            when t.typcategory = 'N' then '1'
            when t.typcategory = 'B' then 'true'
            when t.typcategory in ('S', 'Z') then '''x'''
            when t.oid = 'uuid'::regtype then '''00000000-0000-4000-8000-000000000000'''
            when t.oid in ('json'::regtype, 'jsonb'::regtype) then '''{}'''
            when t.oid = 'bytea'::regtype then '''\x00'''
            when t.oid = 'xid8'::regtype then '''1'''
            when t.typcategory = 'T' then '''1 day'''
            when t.typcategory = 'D' then '''2026-11-21'''
            when t.typcategory = 'I' then '''192.0.2.1'''
            else 'null'
        end,
        format_type(t.oid, null)
    )
    from pg_type d
    -- What a domain is made of, through domains of domains.
    cross join lateral (
        with recursive made_of (oid) as (
            select d.oid
            union all
            select b.typbasetype from made_of m join pg_type b on b.oid = m.oid where b.typtype = 'd'
        )
        select t.* from made_of m join pg_type t on t.oid = m.oid where t.typtype <> 'd'
    ) t
    where d.oid = p_type
$$;
