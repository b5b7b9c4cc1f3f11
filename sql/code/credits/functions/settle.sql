-- Brings an account up to date: ends reservations that are out of time, lapses expired grants as far as
-- no live reservation holds them, and repays debt from what is then available. Every path that the
-- stored balance alone can't decide comes through here, so it is true at read time without any sweep.
-- Whatever changes a reservation or a grant has the account's lock first, so nothing moves meanwhile.
create or replace function credits.settle(p_user_id uuid, p_at timestamptz default clock_timestamp())
returns credits.accounts
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_before credits.accounts;
    v_account credits.accounts;
    v_ended numeric;
    v_lapse record;
    v_repaid numeric;
begin
    select a.* into v_account from credits.accounts a where a.user_id = p_user_id for no key update;
    if not found then
        perform ops.fail('TH404', 'account');
    end if;
    v_before := v_account;

    with ended as (
        update credits.reservations r
        set status = 'expired', settled_at = p_at
        where
            r.user_id = p_user_id and r.created_at >= v_account.held_since
            and r.status = 'reserved' and r.expires_at <= p_at
        returning r.amount
    )
    select coalesce(sum(e.amount), 0) into v_ended from ended e;
    v_account.held := v_account.held - v_ended;
    v_account.available := v_account.available + v_ended;

    if v_account.next_expiry_at <= p_at then
        for v_lapse in
            select a.grant_id, a.amount
            from credits.allocations(p_user_id) a
            where a.reservation_id is null and a.expires_at <= p_at
            order by a.ordinality
        loop
            v_account.available := v_account.available - v_lapse.amount;
            v_account.sequence := v_account.sequence + 1;

            update credits.grants g
            set remaining = trim_scale(g.remaining - v_lapse.amount)
            where g.user_id = p_user_id and g.id = v_lapse.grant_id;

            insert into credits.ledger_entries (user_id, sequence, kind, amount, balance, grant_id, created_at)
            values (
                p_user_id, v_account.sequence, 'expiry', -v_lapse.amount,
                trim_scale(v_account.available + v_account.held - v_account.debt), v_lapse.grant_id, p_at
            );
        end loop;
    end if;

    v_repaid := least(v_account.debt, v_account.available);
    if v_repaid > 0 then
        v_account.available := v_account.available - v_repaid;
        v_account.sequence := credits.draw(v_account, null, v_repaid, 'repayment', null, p_at) + 1;
        v_account.debt := v_account.debt - v_repaid;

        insert into credits.ledger_entries (user_id, sequence, kind, amount, balance, created_at)
        values (
            p_user_id, v_account.sequence, 'repayment', v_repaid,
            trim_scale(v_account.available + v_account.held - v_account.debt), p_at
        );
    end if;

    if v_account.held > 0 then
        select min(r.created_at) into strict v_account.held_since
        from credits.reservations r
        where r.user_id = p_user_id and r.created_at >= v_account.held_since and r.status = 'reserved';
    end if;

    select coalesce(min(g.expires_at), 'infinity') into v_account.next_expiry_at
    from credits.grants g
    where g.user_id = p_user_id and not g.is_spent;

    if v_account is distinct from v_before then
        update credits.accounts a
        set
            available = trim_scale(v_account.available),
            held = trim_scale(v_account.held),
            debt = trim_scale(v_account.debt),
            sequence = v_account.sequence,
            held_since = v_account.held_since,
            next_expiry_at = v_account.next_expiry_at
        where a.user_id = p_user_id;
    end if;
    return v_account;
end
$$;

comment on function credits.settle(uuid, timestamptz) is
    'Brings an account up to date at p_at: stale reservations end, expired grants lapse, debt is repaid. Answers the account, locked. Raises TH404 for an unknown user.';
