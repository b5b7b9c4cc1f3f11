-- A seal that is edited or removed is found by the chain. The newest can't miss itself: that it is gone, or
-- that everything was sealed anew, shows only to whoever kept its number and digest elsewhere.
-- Alone: seals are of the whole log.
begin;
select plan(7);

select tests.a_sealed_log() as number \gset
select s.number as last, s.digest as digest from audit.seals s order by s.number desc limit 1 \gset
savepoint whole;
select tests.tamper(format('update audit.seals set row_count = 4 where number = %s', :'number'));
select set_eq(
    'select kind, seal from audit.verify()',
    format('values (''rows_added'', %1$s::bigint), (''seal_changed'', %1$s)', :'number'),
    'an edited one'
);
rollback to whole;
select tests.tamper(
    format('update audit.seals s set row_count = 4 where number = %s', :'number')
), tests.tamper(
    format('update audit.seals s set digest = audit.seal_digest(s) where number = %s', :'number')
);
select set_eq(
    'select kind, seal from audit.verify()',
    format('values (''rows_added'', %1$s::bigint), (''chain_broken'', %1$s + 1)', :'number'),
    'an edited one whose digest was made anew'
);
rollback to whole;
select tests.tamper(format('delete from audit.seals where number = %s', :'number'));
select results_eq(
    'select kind, seal from audit.verify() order by kind',
    format('values (''chain_broken'', %1$s::bigint + 1), (''seal_missing'', %1$s::bigint + 1)', :'number'),
    'a removed one'
);
rollback to whole;
select tests.tamper(format('delete from audit.seals where number = %s', :'last'));
select is_empty('select * from audit.verify()', 'the newest is not missed by itself');
select results_eq(
    format('select kind, seal from audit.verify(1, %s, %L)', :'last', :'digest'),
    format('values (''seal_missing'', %s::bigint)', :'last'),
    'but by who knows of it'
);
select audit.seal();
select results_eq(
    format('select kind, seal from audit.verify(1, %s, %L)', :'last', :'digest'),
    format('values (''seal_changed'', %s::bigint)', :'last'),
    'also when another has taken its place'
);
rollback to whole;
select is_empty(format('select * from audit.verify(1, %s, %L)', :'last', :'digest'), 'and else it is sound');

select * from finish();
rollback;
