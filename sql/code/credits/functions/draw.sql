-- Takes credits out of grants and writes an entry for each grant drawn: from what the reservation
-- p_holder holds, or, when that is null, from what nothing holds. The caller has the account locked,
-- passes its row as it will be afterwards (save for sequence), and stores the sequence it gets back.
create or replace function credits.draw(
    p_account credits.accounts,
    p_holder uuid,
    p_amount numeric,
    p_kind text,
    p_reservation_id uuid,
    p_at timestamptz
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_left numeric := p_amount;
    v_share credits.allocation;
    v_take numeric;
    v_sequence bigint := p_account.sequence;
    v_balance numeric := p_account.available + p_account.held - p_account.debt + p_amount;
begin
    for v_share in
        select a.*
        from credits.allocations(p_account.user_id, p_settling => p_holder) a
        where
            a.reservation_id is not distinct from p_holder
            and (p_holder is not null or a.expires_at > p_at)
        order by a.ordinality
    loop
        exit when v_left = 0;
        v_take := least(v_left, v_share.amount);
        v_left := v_left - v_take;
        v_balance := trim_scale(v_balance - v_take);
        v_sequence := v_sequence + 1;

        update credits.grants g
        set remaining = trim_scale(g.remaining - v_take)
        where g.user_id = p_account.user_id and g.id = v_share.grant_id;

        insert into credits.ledger_entries (
            user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at
        ) values (
            p_account.user_id, v_sequence, p_kind, -v_take, v_balance, v_share.grant_id, p_reservation_id, p_at
        );
    end loop;

    if v_left > 0 then
        perform ops.fail('TH510', 'Grants do not cover what is drawn.');
    end if;
    return v_sequence;
end
$$;

comment on function credits.draw(credits.accounts, uuid, numeric, text, uuid, timestamptz) is
    'Draws p_amount from the grants that p_holder holds, or from unheld ones; one entry a grant. Answers the account''s new sequence. Raises TH510 when the grants do not cover it.';
