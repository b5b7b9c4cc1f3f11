-- What a transaction that still runs has written is not sealed; nor is what began after it.
-- Alone: seals are of the whole log.
begin;
select plan(4);

select tests.a_sealed_log();
insert into credits.metadata_keys (key, description) values ('planted', 'x');
select is((select s.number from audit.seal() s), null, 'nothing of this one');
select is(
    (select s.to_xid < pg_snapshot_xmin(pg_current_snapshot()) from audit.seals s order by s.number desc limit 1),
    true,
    'only what had ended'
);
select is(tests.refusal('select audit.seal(0)'), 'TH001 limit', 'a batch has a row at least');
select is(tests.refusal('select audit.seal(null)'), 'TH001 limit', 'and a bound');

select * from finish();
rollback;
