-- A log that is as it was written is sound, sealed or not.
-- Alone: seals are of the whole log.
begin;
select plan(4);

select tests.a_sealed_log() as number \gset
select is_empty('select * from audit.verify()', 'sealed');
select results_eq(
    format($$select s.row_count from audit.seals s where s.number >= %s order by s.number$$, :'number'),
    'values (5::bigint), (5)',
    'five and five, though transactions lie across them'
);
insert into credits.metadata_keys (key, description) values ('planted', 'x');
select is_empty('select * from audit.verify()', 'and with rows that are not sealed yet');
set local timezone = 'Asia/Tokyo';
set local datestyle = 'German';
select is_empty('select * from audit.verify()', 'whatever a session is set to');

select * from finish();
rollback;
