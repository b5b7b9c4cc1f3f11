-- Takes p_collectable credits back. First from p_revocation's grant, then, as what the user owes
-- for it, from the other grants, the last in draw order first; what live reservations hold stays
-- with them. What is not there becomes debt, as far as the account's limits go, and the rest is
-- written off. The caller has the account locked and settled.
create or replace function credits.claw_back(
    p_account credits.accounts,
    p_revocation credits.revocations,
    p_collectable numeric,
    p_at timestamptz
)
returns credits.revocations
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_account credits.accounts := p_account;
    v_revocation credits.revocations := p_revocation;
    v_share credits.allocation;
    v_take numeric;
begin
    v_revocation.id := gen_random_uuid();
    v_revocation.taken := 0;
    v_revocation.created_at := p_at;

    for v_share in
        select a.*
        from credits.allocations(p_account.user_id) a
        where a.reservation_id is null
        order by (a.grant_id = p_revocation.grant_id) desc, a.ordinality desc
    loop
        exit when v_revocation.taken = p_collectable;
        v_take := least(p_collectable - v_revocation.taken, v_share.amount);
        v_revocation.taken := v_revocation.taken + v_take;
        v_account.available := v_account.available - v_take;
        v_account.sequence := v_account.sequence + 1;

        update credits.grants g
        set remaining = trim_scale(g.remaining - v_take)
        where g.user_id = p_account.user_id and g.id = v_share.grant_id;

        insert into credits.ledger_entries (
            user_id, sequence, kind, amount, balance, grant_id, created_at
        )
        values (
            p_account.user_id, v_account.sequence, 'clawback', -v_take,
            trim_scale(v_account.available + v_account.held - v_account.debt), v_share.grant_id, p_at
        );
    end loop;

    v_revocation.owed := least(
        p_collectable - v_revocation.taken,
        v_account.debt_limit + v_account.clawback_limit - v_account.debt
    );
    if v_revocation.owed > 0 then
        v_account.debt := v_account.debt + v_revocation.owed;
        v_account.sequence := v_account.sequence + 1;

        insert into credits.ledger_entries (user_id, sequence, kind, amount, balance, created_at)
        values (
            p_account.user_id, v_account.sequence, 'debt', -v_revocation.owed,
            trim_scale(v_account.available + v_account.held - v_account.debt), p_at
        );
    end if;

    update credits.accounts a
    set
        available = trim_scale(v_account.available),
        debt = trim_scale(v_account.debt),
        sequence = v_account.sequence
    where a.user_id = p_account.user_id;

    v_revocation.taken := trim_scale(v_revocation.taken);
    v_revocation.owed := trim_scale(v_revocation.owed);
    v_revocation.written_off := trim_scale(
        v_revocation.amount - v_revocation.taken - v_revocation.owed
    );
    insert into credits.revocations select v_revocation.*;
    return v_revocation;
end
$$;

comment on function credits.claw_back(credits.accounts, credits.revocations, numeric, timestamptz) is
    'Takes up to p_collectable credits of a settled account back: from its grants, then as debt. Records and answers the revocation, the rest of its amount written off.';
