-- The log is never changed, not even by the owner or an administrator.
begin;
select plan(7);

insert into credits.metadata_keys (key, description) values ('planted', 'x');

select is(
    tests.refusal('update audit.log set actor_role = ''nobody'''),
    'TH500 audit.log_initial is append-only.',
    'an administrator''s update'
);
select is(
    tests.refusal('delete from audit.log'),
    'TH500 audit.log_initial is append-only.',
    'an administrator''s delete'
);
select is(
    tests.refusal('truncate audit.log'),
    'TH500 audit.log is append-only.',
    'an administrator''s truncate'
);
select is(
    tests.attempt('thin_owner', null, 'update audit.log set actor_role = ''nobody'''),
    '42501',
    'the owner has no right to update'
);
select is(tests.attempt('thin_owner', null, 'delete from audit.log'), '42501', 'nor to delete');
select is(tests.attempt('thin_owner', null, 'truncate audit.log'), '42501', 'nor to truncate');
select throws_ok(
    'insert into audit.log (id, actor_role, operation, relation) values (1, ''a'', ''b'', ''c'')',
    '428C9', null, 'ids are given by the log alone'
);

select * from finish();
rollback;
