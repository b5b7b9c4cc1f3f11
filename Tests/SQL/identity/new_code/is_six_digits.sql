-- A code has six digits, of which the first may be zero, and codes differ.
begin;
select plan(3);

create temporary table codes on commit drop as select identity.new_code() as code from generate_series(1, 2000);
select is_empty($$select code from codes where code !~ '^\d{6}$'$$, 'six digits');
select ok((select count(distinct code) from codes) > 1980, 'they differ');
select ok(
    (select count(*) from codes where code like '0%') between 100 and 320,
    'a tenth begins with zero'
);

select * from finish();
rollback;
