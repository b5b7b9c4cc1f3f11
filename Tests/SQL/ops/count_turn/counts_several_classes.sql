-- What counts for several classes counts for each, or for none if one refuses; for one class it counts once.
begin;
select plan(4);

select tests.a_limit(5);
insert into ops.rate_classes (id, description) values ('rare', 'x');
insert into ops.rates (class, requests, period) values ('rare', 1, '1 day');
insert into ops.rate_limits (kind, name, class) values ('function', 'planted', 'rare'), ('view', 'planted_2', 'planted');
select is(
    tests.turn('{"sub": "a"}', null, '{view planted,view planted_2,function planted}'),
    '"planted";q=5;w=86400, "rare";q=1;w=86400 "planted";r=4;t=17280, "rare";r=0;t=86400', 'both'
);
select matches(tests.turn('{"sub": "a"}', null, '{view planted,function planted}'), '^TH429 86400 "rare"', 'one refuses');
select is(split_part(tests.turn('{"sub": "a"}'), ' ', 2), '"planted";r=3;t=34560', 'the other has not counted');
select is(tests.turn(null, null, null), null, 'nothing for nothing');

select * from finish();
rollback;
