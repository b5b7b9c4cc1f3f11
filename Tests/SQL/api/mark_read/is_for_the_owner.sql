-- Users read and mark their own alerts, each once, and nobody else's.
begin;
select plan(17);

select tests.a_meter('calls', 10);
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select usage.record(u.id::uuid, 'calls', 10, 'a') from (values (:'user_id'), (:'other')) as u (id);
select a.id as first_id from usage.alerts a where a.user_id = :'user_id' and a.percent = 80 \gset
select a.id as foreign_id from usage.alerts a where a.user_id = :'other' and a.percent = 80 \gset
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select string_agg(concat_ws('' '', percent, meter, per, used, allowed, plan, read_at), '';'' order by percent)
        from api.usage_alerts'
    ),
    '80 calls month 10 10 free;100 calls month 10 10 free', 'one''s own'
);
select is(
    tests.attempt(
        'authenticated', :'user_id', format('select count(*) from api.usage_alerts where user_id = %L', :'other')
    ),
    '0', 'none of another'
);
select is(tests.attempt('authenticated', :'user_id', format('select api.mark_read(%L)', m.ids)), m.result, m.name)
from (values
    ('{}', '0', 'none'), (format('{%s}', :'foreign_id'), '0', 'another''s'),
    (format('{%s,%1$s}', :'first_id'), '1', 'one'), (format('{%s}', :'first_id'), '0', 'again'),
    (format('{%s,%s,NULL}', :'first_id', gen_random_uuid()), '0', 'with what there is not')
) as m (ids, result, name);
select is(
    (select string_agg(a.percent::text, ' ') from usage.alerts a where a.read_at is not null), '80', 'so far'
);
select is(tests.attempt('authenticated', :'user_id', 'select api.mark_read()'), '1', 'all that is left');
select is(
    (select count(*) from usage.alerts a where a.user_id = :'other' and a.read_at is not null), 0::bigint,
    'never another''s'
);
select is(tests.attempt(who.role, :'user_id', who.sql), who.result, who.role || ': ' || who.sql)
from (values
    ('anon', 'select api.mark_read()', '42501'), ('service_role', 'select api.mark_read()', '42501'),
    ('anon', 'select count(*) from api.usage_alerts', '42501'),
    ('authenticated', 'update api.usage_alerts set read_at = null', '42501'),
    ('authenticated', 'select usage.mark_read(auth.uid())', '42501'),
    ('authenticated', 'select api.mark_read(array_fill(gen_random_uuid(), array[1001]))', 'TH001')
) as who (role, sql, result);
select is(tests.attempt('authenticated', null, 'select api.mark_read()'), 'TH001', 'a token without a user');

select * from finish();
rollback;
