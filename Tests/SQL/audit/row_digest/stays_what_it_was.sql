-- What was sealed before rows knew of keys has the digests that it had; a key that is added, changed or taken away
-- makes another, as does whatever else a row says.
begin;
select plan(6);

select jsonb_populate_record(
    null::audit.log,
    '{
        "id": 7, "xid": "900", "at": "2026-11-21T10:00:00.000001Z",
        "actor_id": "11111111-1111-4111-8111-111111111111", "actor_role": "service_role", "request_id": "r-1",
        "address": "192.0.2.7", "agent": "curl/8", "operation": "update", "relation": "credits.grants",
        "old_values": {"remaining": 2.50}, "new_values": {"remaining": 1}
    }'
) as row \gset
select is(
    encode(audit.row_digest(:'row'), 'hex'),
    '2073df4d6b171131a2ae2ecd24cee2582ccad2089e89ab233888665d7c2402ad',
    'a row that says all'
);
select is(
    encode(
        audit.row_digest(
            jsonb_populate_record(
                null::audit.log,
                '{"id": 8, "xid": "0", "at": "2026-11-21T10:00:00Z", "actor_role": "x", "operation": "insert", "relation": "a.b"}'
            )
        ),
        'hex'
    ),
    '00f59e51125b4175940ce8489b926eabeade3f6cc07c884fb7a9a75287dcd912',
    'and one that says as little as it may'
);

create function pg_temp.with_key(p_row audit.log, p_api_key_id uuid) returns bytea language sql stable as $$
    select audit.row_digest(jsonb_populate_record(p_row, jsonb_build_object('api_key_id', p_api_key_id)))
$$;
select is(
    pg_temp.with_key(:'row', null), audit.row_digest(:'row'), 'no key is no part of it'
);
select isnt(
    pg_temp.with_key(:'row', '22222222-2222-4222-8222-222222222222'), audit.row_digest(:'row'), 'a key is'
);
select isnt(
    pg_temp.with_key(:'row', '22222222-2222-4222-8222-222222222222'),
    pg_temp.with_key(:'row', '33333333-3333-4333-8333-333333333333'), 'and each another'
);

create function pg_temp.unsealed(p_row audit.log) returns setof text language plpgsql stable as $$
declare
    v_column record;
    v_value jsonb;
begin
    for v_column in
        select a.attname, a.atttypid from pg_attribute a
        where a.attrelid = 'audit.log'::regclass and a.attnum > 0 and not a.attisdropped
    loop
        execute format('select to_jsonb(%s)', tests.fitting(v_column.atttypid)) into v_value;
        if
            audit.row_digest(p_row)
            = audit.row_digest(jsonb_populate_record(p_row, jsonb_build_object(v_column.attname, v_value)))
        then
            return next v_column.attname;
        end if;
    end loop;
end
$$;
select is_empty(format('select pg_temp.unsealed(%L)', :'row'), 'no column is left out');

select * from finish();
rollback;
