-- Changing signup settings is recorded, and tells when.
begin;
select plan(2);

select coalesce(max(l.id), 0) as last from audit.log l \gset
update credits.signup_settings set claims_per_network_and_hour = 60, updated_at = '2000-01-01';
select ok(p.updated_at > now(), 'when, whatever was set') from credits.signup_settings p where p.id;
delete from credits.signup_settings;
select results_eq(
    format(
        'select operation, old_values ->> ''claims_per_network_and_hour'', new_values ->> ''claims_per_network_and_hour''
        from audit.log where id > %s and relation = ''credits.signup_settings'' order by id',
        :'last'
    ),
    $$values ('update', '50', '60'), ('delete', '60', null)$$,
    'what'
);

select * from finish();
rollback;
