-- What a client has a hand in is put into a mail as it is: nothing in it is taken for a place to
-- fill.
begin;
select plan(1);

update identity.mail_templates set body = 'T{{ .Token }} S{{ .SiteURL }} R{{ .RedirectTo }} E{{ .Email }} N{{ .NewEmail }} H{{ .TokenHash }} U{{ .ConfirmationURL }}';
update identity.settings set redirect_urls = '{x://*}';
select identity.sign_up(
    '{"email": "{{.token}}@example.com", "password": "correct horse"}',
    tests.context(null, '{"redirect_to": "x://{{%20.Token%20}}"}')
);
select o.body from ops.outbox o \gset
select matches(:'body'::text, '^T\d{6} Shttp://localhost:3000 Rx://\{\{%20\.Token%20\}\} E\{\{\.token\}\}@example\.com N H[0-9a-f]{64} Uhttps://api\.example\.com/auth/v1/verify\?token=', 'as it is');

select * from finish();
rollback;
