-- Constraints that were added without looking at the rows that were there: they hold for these too.
alter table credits.ledger_entries validate constraint ledger_entries_kind_fits_what_moved;
alter table credits.reservations validate constraint reservations_price_id_fkey;
alter table credits.accounts validate constraint accounts_debt_not_above_limit;
alter table credits.grants validate constraint grants_revoked_not_above_amount;
