-- The seeds bring three packs; what an operator has changed stays when they run again.
begin;
select plan(2);

\ir ../../../sql/seeds/packs.sql
select results_eq(
    $$select p.id::text collate "default", p.credits::numeric, p.unit_amount::bigint from billing.packs p order by p.rank$$,
    $$values ('small', 1000::numeric, 1000::bigint), ('medium', 5500, 5000), ('large', 12000, 10000)$$,
    'packs'
);
update billing.packs set unit_amount = 1 where id = 'small';
\ir ../../../sql/seeds/packs.sql
select is((select p.unit_amount::bigint from billing.packs p where p.id = 'small'), 1::bigint, 'prices stay');

select * from finish();
rollback;
