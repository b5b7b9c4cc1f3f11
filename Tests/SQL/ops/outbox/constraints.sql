-- Every constraint of the outbox fires by its name: a recipient is one address, a subject one line.
begin;
select plan(11);

insert into ops.outbox (kind, recipient, subject, body) values ('test', 'a@example.com', 'A', 'x');
select is(tests.violation(planted.sql), planted.name, planted.sql)
from (values
    ('insert into ops.outbox (id, kind, recipient, subject, body) overriding system value select o.id, ''x'', ''a@b'', ''x'', ''x'' from ops.outbox o', 'outbox_pkey'),
    ('update ops.outbox set kind = ''X''', 'outbox_kind_is_snake_case'),
    ('update ops.outbox set recipient = ''a''', 'outbox_recipient_is_one_address'),
    ('update ops.outbox set recipient = ''a@b, c@d''', 'outbox_recipient_is_one_address'),
    (
        'update ops.outbox set recipient = e''a@b\r\nRCPT TO:<c@d>''',
        'outbox_recipient_is_one_address'
    ),
    ('update ops.outbox set recipient = ''<a@b>''', 'outbox_recipient_is_one_address'),
    ('update ops.outbox set subject = e''x\nBcc: y''', 'outbox_subject_is_one_line'),
    ('update ops.outbox set body = repeat(''x'', 65537)', 'outbox_body_is_up_to_64_kb'),
    ('update ops.outbox set attempts = 11', 'outbox_attempts_is_0_to_10'),
    ('update ops.outbox set last_error = repeat(''x'', 501)', 'outbox_last_error_is_short'),
    ('update ops.outbox set sent_at = now(), failed_at = now()', 'outbox_ends_one_way')
) as planted (sql, name);

select * from finish();
rollback;
