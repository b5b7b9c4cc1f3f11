-- Turns are counted in any hour, per kind and subject; what is refused is not counted, and no
-- address is kept.
begin;
select plan(9);

select results_eq(
    $$select identity.take_turn('k', 's', 3) from generate_series(1, 5)$$,
    $$values (0), (0), (0), (3600), (3600)$$, 'three an hour'
);
select is(identity.take_turn('k', 'other', 3), 0, 'another subject');
select is(identity.take_turn('other', 's', 3), 0, 'another kind');
update identity.turns t set taken_at = array(
    select a.at - interval '59 minutes' from unnest(t.taken_at) a (at)
) where t.kind = 'k';
select ok(identity.take_turn('k', 's', 3) between 1 and 60, 'nearly an hour later');
update identity.turns t set taken_at = array(
    select a.at - interval '1 minute' from unnest(t.taken_at) a (at)
) where t.kind = 'k';
select results_eq(
    $$select identity.take_turn('k', 's', 3) from generate_series(1, 4)$$,
    $$values (0), (0), (0), (3600)$$, 'an hour later'
);
select is(
    (select max(cardinality(t.taken_at)) from identity.turns t where t.kind = 'k'), 3,
    'older ones are forgotten'
);
select is(identity.take_turn('p', 's', 3, 60), 0, 'with a pause');
select is(identity.take_turn('p', 's', 3, 60), 60, 'too soon');
select is_empty(
    $$select from identity.turns where subject in ('s', 'other')$$, 'subjects are digests'
);

select * from finish();
rollback;
