-- Whoever changes the log, its owner too, can do one thing only: take away what a row says of a user whose account was
-- deleted, and put the digest of that in its place. The erasure itself is a row that stays, and is in the log.
create or replace function audit.refuse_all_but_erasure()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_request constant text[] := array['request_id', 'address', 'agent', 'request_salt', 'request_digest'];
    c_values constant text[] := array['old_values', 'new_values', 'values_salt', 'values_digest'];
    v_is_salted boolean := old.request_salt is not null or old.request_digest is not null;
    v_acted boolean;
    v_is_named boolean;
    v_is_allowed boolean := false;
begin
    if tg_op = 'UPDATE' then
        v_is_named := old.relation <> 'ops.erasures' and exists (
            select from ops.erasures e
            where e.user_id = any(audit.named_ids(old))
        );
        v_acted := case
            when old.actor_id is null then v_is_named
            else exists (select from ops.erasures e where e.user_id = old.actor_id)
        end;
        v_is_allowed := to_jsonb(new) - c_request - c_values = to_jsonb(old) - c_request - c_values;
        if v_is_salted then
            v_is_allowed := v_is_allowed
                and (
                    (to_jsonb(new) - c_values) = (to_jsonb(old) - c_values)
                    or (
                        v_acted and old.request_digest is null
                        and new.request_digest = audit.request_digest(old)
                        and num_nonnulls(new.request_id, new.address, new.agent, new.request_salt) = 0
                    )
                )
                and (
                    (to_jsonb(new) - c_request) = (to_jsonb(old) - c_request)
                    or (
                        v_is_named and old.values_digest is null
                        and new.values_digest = audit.values_digest(old)
                        and num_nonnulls(new.old_values, new.new_values, new.values_salt) = 0
                    )
                );
        else
            -- Its one digest is of all it said, so all goes.
            v_is_allowed := v_is_allowed
                and (v_acted or v_is_named)
                and old.values_digest is null and new.values_digest = audit.row_digest(old)
                and num_nonnulls(
                    new.request_id, new.address, new.agent, new.request_salt, new.request_digest,
                    new.old_values, new.new_values, new.values_salt
                ) = 0;
        end if;
    end if;

    if v_is_allowed is not true then
        perform ops.fail('TH500', format('%I.%I is append-only.', tg_table_schema, tg_table_name));
    end if;
    return new;
end
$$;

comment on function audit.refuse_all_but_erasure() is
    'Trigger: a row of the log stays as it is, but for what it says of a user whose account was deleted. Raises TH500.';
