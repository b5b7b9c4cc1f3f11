-- Ten rows of transactions that ended long ago, sealed five by five after all that was there. Answers the
-- first seal's number.
create function tests.a_sealed_log() returns bigint language plpgsql volatile as $$
declare
    v_number bigint;
begin
    loop
        exit when (audit.seal()).number is null;
    end loop;
    insert into audit.log (actor_role, operation, relation, new_values, xid)
    select 'thin_owner', 'insert', 'ops.planted', jsonb_build_object('n', n), tests.past(n / 4)
    from generate_series(0, 9) n;
    v_number := (audit.seal(5)).number;
    perform audit.seal(5);
    return v_number;
end
$$;
