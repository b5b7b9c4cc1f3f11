-- Every constraint of the other tables of identity fires by its name.
begin;
select plan(13);

insert into identity.turns (kind, subject) values ('k', 's');
select is(tests.violation(planted.sql), planted.name, planted.sql)
from (values
    ('insert into identity.keys (secret) values (sha256(''x''))', 'keys_pkey'),
    ('insert into identity.keys (id, secret) values (false, sha256(''x''))', 'keys_is_one_row'),
    ('update identity.keys set secret = ''x''', 'keys_secret_is_32_bytes'),
    ('insert into identity.turns (kind, subject) values (''k'', ''s'')', 'turns_pkey'),
    (
        'insert into identity.turns (kind, subject) values (''K'', ''s'')',
        'turns_kind_is_snake_case'
    ),
    (
        'update identity.turns set taken_at = array_fill(now(), ''{1001}'')',
        'turns_taken_at_is_bounded'
    ),
    ('insert into identity.mail_templates (kind, subject, body) values (''signup'', ''x'', ''x'')', 'mail_templates_pkey'),
    (
        'insert into identity.mail_templates (kind, subject, body) values (''x'', ''x'', ''x'')',
        'mail_templates_kind_is_known'
    ),
    (
        'update identity.mail_templates set subject = e''x\nBcc: y''',
        'mail_templates_subject_is_one_line'
    ),
    (
        'update identity.mail_templates set body = ''''',
        'mail_templates_body_is_up_to_10000_characters'
    ),
    (
        'insert into identity.common_passwords (password) values (''password'')',
        'common_passwords_pkey'
    ),
    (
        'insert into identity.common_passwords (password) values (''Password'')',
        'common_passwords_password_is_lower_case'
    )
) as planted (sql, name);
select ok((select count(*) from identity.mail_templates) = 6, 'a template of each kind');

select * from finish();
rollback;
