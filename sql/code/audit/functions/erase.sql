-- Goes through the log once for all users, some rows at a time, since no index finds a user's: one would cost every
-- audited change. The values go if they name the user; where the request came from, if the user acted, or if nobody
-- was signed in, as while signing in.
create or replace function audit.erase(
    p_user_ids uuid[],
    p_after_xid xid8 default '0',
    p_after_id bigint default null,
    p_limit integer default 20000
)
returns audit.erased_batch
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_names text;
    v_row audit.log;
    v_is_named boolean;
    v_acted boolean;
    v_is_salted boolean;
    v_batch audit.erased_batch;
begin
    v_batch.erased := 0;
    p_after_id := coalesce(p_after_id, (-9223372036854775808)::bigint);
    select l.xid, l.id into v_batch.last_xid, v_batch.last_id
    from audit.log l
    where (l.xid, l.id) > (p_after_xid, p_after_id)
    order by l.xid, l.id
    offset p_limit - 1
    limit 1;
    -- One look at its text tells of most rows that they name nobody of them.
    select string_agg(n.name, '|') into v_names
    from (
        select u.id::text as name from unnest(p_user_ids) as u (id)
        union all
        select r.id from billing.stripe_references r where r.owner_id = any(p_user_ids)
    ) n;

    for v_row in
        select l.*
        from audit.log l
        where
            (l.xid, l.id) > (p_after_xid, p_after_id)
            and (v_batch.last_xid is null or (l.xid, l.id) <= (v_batch.last_xid, v_batch.last_id))
            and (
                l.actor_id = any(p_user_ids)
                or concat(l.old_values::text, ' ', l.new_values::text) ~ v_names
            )
    loop
        -- That an account was deleted, and who asked for it, is to stay.
        v_is_named := v_row.relation <> 'ops.erasures' and audit.named_ids(v_row) && p_user_ids;
        v_acted := coalesce(v_row.actor_id = any(p_user_ids), v_is_named);
        continue when not (v_is_named or v_acted);

        v_is_salted := v_row.request_salt is not null or v_row.request_digest is not null;
        continue when v_is_salted and not v_is_named and v_row.request_digest is not null
            or not v_is_salted and v_row.values_digest is not null;
        update audit.log l
        set
            request_digest = case
                when v_is_salted and v_acted then audit.request_digest(v_row)
                else l.request_digest
            end,
            request_id = case when not v_is_salted or v_acted then null else l.request_id end,
            address = case when not v_is_salted or v_acted then null else l.address end,
            agent = case when not v_is_salted or v_acted then null else l.agent end,
            request_salt = case when not v_is_salted or v_acted then null else l.request_salt end,
            values_digest = case
                when not v_is_salted then audit.row_digest(v_row)
                when v_is_named then audit.values_digest(v_row)
                else l.values_digest
            end,
            old_values = case when not v_is_salted or v_is_named then null else l.old_values end,
            new_values = case when not v_is_salted or v_is_named then null else l.new_values end,
            values_salt = case when not v_is_salted or v_is_named then null else l.values_salt end
        -- With the time, by which its partition is found.
        where l.xid = v_row.xid and l.id = v_row.id and l.at = v_row.at;
        v_batch.erased := v_batch.erased + 1;
    end loop;

    return v_batch;
end
$$;

comment on function audit.erase(uuid[], xid8, bigint, integer) is
    'Takes away what up to p_limit rows of the log, after the row (p_after_xid, p_after_id), say of users whose accounts were deleted. Their digests stay, so that the seals hold.';
