-- An amount is taken in full or not at all; before the first, what is left is what is available.
begin;
select plan(4);

select is(credits.take(null, 10, 4), 6::numeric, 'the first');
select is(credits.take(6, 10, 6), 0::numeric, 'all that is left');
select is(credits.take(6, 10, 6.0001), 6::numeric, 'nothing when it is too little');
select is(credits.take(0, 10, 0.0001), 0::numeric, 'nothing of nothing');

select * from finish();
rollback;
