-- Constraints that were added without looking at the rows that were there: they hold for these too.
alter table ops.retention_policies validate constraint retention_policies_keep_of_the_ledger_is_2_years;
alter table credits.ledger_entries validate constraint ledger_entries_kind_fits_what_moved;
