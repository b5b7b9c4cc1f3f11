-- Changing default price is recorded, and tells when.
begin;
select plan(2);

select coalesce(max(l.id), 0) as last from audit.log l \gset
update credits.default_price set price = 2, updated_at = '2000-01-01';
select ok(p.updated_at > now(), 'when, whatever was set') from credits.default_price p where p.id;
delete from credits.default_price;
select results_eq(
    format(
        'select operation, old_values ->> ''price'', new_values ->> ''price''
        from audit.log where id > %s and relation = ''credits.default_price'' order by id',
        :'last'
    ),
    $$values ('update', '1', '2'), ('delete', '2', null)$$,
    'what'
);

select * from finish();
rollback;
