-- Which part of which grant each live reservation holds.
--
-- A reservation does not record its grants; that keeps it at two rows. It holds them by rule: live
-- reservations claim, in the order in which they were made, the first grants in draw order that were
-- there (by the account's sequence) and unexpired (by the clock) when the reservation was made, and that
-- earlier ones have left. Because a claim depends on earlier reservations only, settling one never takes
-- from another: what it frees is claimed anew, in the same order, or by none.
create or replace function credits.allocations(
    p_user_id uuid,
    p_settling uuid default null,
    p_live_after timestamptz default '-infinity'
)
returns setof credits.allocation
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_grants uuid[];
    v_left numeric[];
    v_sequences bigint[];
    v_expiries timestamptz[];
    v_hold record;
    v_need numeric;
    v_take numeric;
    v_ordinality integer := 0;
begin
    select
        array_agg(g.id order by g.priority, g.expires_at, g.sequence),
        array_agg(g.remaining order by g.priority, g.expires_at, g.sequence),
        array_agg(g.sequence order by g.priority, g.expires_at, g.sequence),
        array_agg(coalesce(g.expires_at, 'infinity') order by g.priority, g.expires_at, g.sequence)
    into v_grants, v_left, v_sequences, v_expiries
    from credits.grants g
    where g.user_id = p_user_id and not g.is_spent;

    for v_hold in
        select r.id, r.amount, r.sequence, r.created_at
        from credits.reservations r
        where
            r.user_id = p_user_id
            and r.created_at >= (select a.held_since from credits.accounts a where a.user_id = p_user_id)
            and ((r.status = 'reserved' and r.expires_at > p_live_after) or r.id = p_settling)
        order by r.sequence
    loop
        v_need := v_hold.amount;
        for i in 1 .. coalesce(cardinality(v_grants), 0) loop
            exit when v_need = 0;
            continue when
                v_left[i] = 0 or v_sequences[i] > v_hold.sequence or v_expiries[i] <= v_hold.created_at;
            v_take := least(v_left[i], v_need);
            v_left[i] := v_left[i] - v_take;
            v_need := v_need - v_take;
            v_ordinality := v_ordinality + 1;
            return next (v_ordinality, v_hold.id, v_grants[i], v_expiries[i], v_take)::credits.allocation;
        end loop;
    end loop;

    for i in 1 .. coalesce(cardinality(v_grants), 0) loop
        continue when v_left[i] = 0;
        v_ordinality := v_ordinality + 1;
        return next (v_ordinality, null, v_grants[i], v_expiries[i], v_left[i])::credits.allocation;
    end loop;
end
$$;

grant execute on function credits.allocations(uuid, uuid, timestamptz) to authenticated, service_role;
comment on function credits.allocations(uuid, uuid, timestamptz) is
    'What each live reservation holds of each grant, in draw order, then (reservation null) what none holds. p_settling counts as live whatever its status; reservations that expire by p_live_after do not.';
