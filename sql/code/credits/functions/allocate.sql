-- Which part of which grant each hold has.
--
-- A reservation does not record its grants; that keeps it at two rows. It holds them by rule: live
-- reservations claim, in the order in which they were made, the first grants in draw order that were
-- there (by the account's sequence) and unexpired (by the clock) when the reservation was made, and that
-- earlier ones have left. Because a claim depends on earlier reservations only, settling one never takes
-- from another: what it frees is claimed anew, in the same order, or by none.
create or replace function credits.allocate(p_lots credits.lot[], p_holds credits.hold[])
returns setof credits.allocation
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_left numeric[];
    v_lot credits.lot;
    v_hold credits.hold;
    v_need numeric;
    v_take numeric;
    v_ordinality integer := 0;
begin
    select array_agg(l.amount order by l.ordinality) into v_left
    from unnest(p_lots) with ordinality as l (grant_id, amount, sequence, expires_at, ordinality);

    foreach v_hold in array coalesce(p_holds, '{}') loop
        v_need := v_hold.amount;
        for i in 1 .. coalesce(cardinality(p_lots), 0) loop
            exit when v_need = 0;
            v_lot := p_lots[i];
            continue when
                v_left[i] = 0 or v_lot.sequence > v_hold.sequence or v_lot.expires_at <= v_hold.created_at;
            v_take := least(v_left[i], v_need);
            v_left[i] := v_left[i] - v_take;
            v_need := v_need - v_take;
            v_ordinality := v_ordinality + 1;
            return next (
                v_ordinality, v_hold.reservation_id, v_lot.grant_id, v_lot.expires_at, v_take
            )::credits.allocation;
        end loop;
    end loop;

    for i in 1 .. coalesce(cardinality(p_lots), 0) loop
        continue when v_left[i] = 0;
        v_lot := p_lots[i];
        v_ordinality := v_ordinality + 1;
        return next (v_ordinality, null, v_lot.grant_id, v_lot.expires_at, v_left[i])::credits.allocation;
    end loop;
end
$$;

grant execute on function credits.allocate(credits.lot[], credits.hold[]) to authenticated, service_role;
comment on function credits.allocate(credits.lot[], credits.hold[]) is
    'What each hold (oldest first) has of each lot (in draw order, expiry infinity for none), then (reservation null) what none has.';
