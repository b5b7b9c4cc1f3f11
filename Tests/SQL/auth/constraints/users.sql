-- Every constraint of auth.users fires by its name.
begin;
select plan(4);

select tests.a_user() as user_id \gset
update auth.users set phone = '+1', email = 'a@example.com' where id = :'user_id';

select is(tests.violation(format(planted.sql, :'user_id')), planted.name, planted.sql)
from (values
    ('insert into auth.users (id) values (%L)', 'users_pkey'),
    (
        'insert into auth.users (id, phone) select gen_random_uuid(), ''+1'' where %L is not null',
        'users_phone_key'
    ),
    (
        'insert into auth.users (id, email) select gen_random_uuid(), ''a@example.com''
        where %L is not null',
        'users_email_key'
    ),
    (
        'update auth.users set email_change_confirm_status = 3 where id = %L',
        'users_email_change_confirm_status_known'
    )
) as planted (sql, name);

select * from finish();
rollback;
