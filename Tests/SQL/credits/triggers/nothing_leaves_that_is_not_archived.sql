-- An entry or a reservation is removed only when the archive has the very same row, by nobody otherwise.
begin;
select plan(8);

-- First, as it waits for whoever else is at it.
select is(tests.refusal('truncate credits.reservations'), 'TH500 credits.reservations is append-only.', 'all reservations');
select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 1) as id \gset
select credits.confirm(:'user_id', :'id');
select tests.let_time_pass(:'user_id', '200 days');
select credits.open_archive(to_char((now() - interval '200 days') at time zone 'UTC', 'YYYY-MM'));

select is(tests.refusal('delete from credits.reservations'), 'TH500 credits.reservations is append-only.', 'a reservation');
select is(tests.refusal('delete from credits.ledger_entries'), 'TH500 credits.ledger_entries is append-only.', 'an entry');
insert into credits.archived_entries
select l.user_id, l.sequence, l.kind, l.amount, l.balance + 1, l.grant_id, l.reservation_id, l.created_at
from credits.ledger_entries l where l.user_id = :'user_id' and l.kind = 'charge';
insert into credits.archived_reservations
select * from jsonb_populate_record(
    null::credits.archived_reservations,
    (select to_jsonb(r) || '{"charged": 2}' from credits.reservations r where r.user_id = :'user_id')
);
select is(tests.refusal('delete from credits.reservations'), 'TH500 credits.reservations is append-only.', 'another copy of a reservation');
select is(
    tests.refusal('delete from credits.ledger_entries where kind = ''charge'''),
    'TH500 credits.ledger_entries is append-only.',
    'another copy of an entry'
);
select tests.tamper('delete from credits.archived_entries');
select tests.tamper('delete from credits.archived_reservations');
insert into credits.archived_entries select * from credits.ledger_entries;
insert into credits.archived_reservations select * from credits.reservations;
select is(tests.refusal('delete from credits.reservations'), null, 'the same reservation');
select is(tests.refusal('delete from credits.ledger_entries'), null, 'the same entry');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'nothing is lost');

select * from finish();
rollback;
