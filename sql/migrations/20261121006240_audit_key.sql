-- One index where there were two, since every audited change writes it: by transaction and id, as the log is
-- sealed, verified and read, newest first.
-- squawk-ignore ban-drop-constraint
alter table audit.log drop constraint log_pkey;
-- squawk-ignore adding-serial-primary-key-field, constraint-missing-not-valid
alter table audit.log add constraint log_pkey primary key (xid, id, at);
-- squawk-ignore require-concurrent-index-deletion
drop index audit.log_xid_id_idx;
