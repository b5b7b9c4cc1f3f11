-- A new pack, for cents.
create function tests.a_pack(
    p_id text default 'planted',
    p_credits numeric default 1000,
    p_unit_amount bigint default 1000,
    p_valid_days integer default null
) returns text language plpgsql volatile as $$
begin
    insert into billing.packs (id, name, credits, unit_amount, valid_days)
    values (p_id, p_id, p_credits, p_unit_amount, p_valid_days)
    on conflict (id) do nothing;
    return p_id;
end
$$;
