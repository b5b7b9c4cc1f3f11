-- Every constraint of credits.ledger_entries fires by its name.
begin;
select plan(17);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as reservation_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset

select is(
    tests.violation(
        format(
            'insert into credits.ledger_entries (user_id, sequence, kind, amount, balance, grant_id, reservation_id) values (%L, %s, %L, %s, 0, %s, %s)',
            :'user_id', planted.sequence, planted.kind, planted.amount,
            coalesce(planted.grant_id, quote_literal(:'grant_id')), coalesce(
                planted.reservation_id,
                quote_literal(:'reservation_id')
            )
        )
    ),
    planted.name,
    planted.why
)
from (values
    (1, 'grant', 1, null, 'null', 'ledger_entries_pkey', 'a sequence twice'),
    (9, 'grant', 1, 'gen_random_uuid()', 'null', 'ledger_entries_grant_fkey', 'an unknown grant'),
    (
        9, 'charge', -1, null, 'null', 'ledger_entries_kind_fits_what_moved',
        'a charge for nothing'
    ),
    (
        9, 'charge', -1, 'null', null, 'ledger_entries_kind_fits_what_moved',
        'a charge from nothing'
    ),
    (
        9, 'debt', -1, null, null, 'ledger_entries_kind_fits_what_moved',
        'a debt of a grant'
    ),
    (
        9, 'refund', 1, null, 'null', 'ledger_entries_kind_fits_what_moved',
        'a refund for nothing'
    ),
    (
        9, 'refund', 1, 'null', null, 'ledger_entries_kind_fits_what_moved',
        'a refund to nothing'
    ),
    (
        9, 'refund', -1, null, null, 'ledger_entries_kind_fits_what_moved',
        'a refund that takes'
    ),
    (
        9, 'clawback', 1, null, 'null', 'ledger_entries_kind_fits_what_moved',
        'a clawback that gives'
    ),
    (
        9, 'clawback', -1, 'null', 'null', 'ledger_entries_kind_fits_what_moved',
        'a clawback from nothing'
    ),
    (
        9, 'clawback', -1, null, null, 'ledger_entries_kind_fits_what_moved',
        'a clawback for a reservation'
    ),
    (
        9, 'grant', 1, null, null, 'ledger_entries_kind_fits_what_moved',
        'a grant for a reservation'
    ),
    (
        9, 'grant', 1, 'null', 'null', 'ledger_entries_kind_fits_what_moved',
        'an entry without its grant'
    ),
    (
        9, 'expiry', -1, 'null', 'null', 'ledger_entries_kind_fits_what_moved',
        'a lapse of nothing'
    ),
    (
        9, 'repayment', -1, 'null', null, 'ledger_entries_kind_fits_what_moved',
        'a repayment for a reservation'
    ),
    (9, 'gift', 1, null, 'null', 'entry_kind_is_known', 'an unknown kind'),
    (
        9, 'grant', 0, null, 'null', 'movement_is_not_zero_and_has_at_most_4_decimals',
        'a movement of nothing'
    )
) as planted (sequence, kind, amount, grant_id, reservation_id, name, why);

select * from finish();
rollback;
