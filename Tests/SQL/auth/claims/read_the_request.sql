-- The claims of the request's token, in both spellings, and nothing without a token.
begin;
select plan(11);

select set_config(
    'request.jwt.claims',
    '{"sub": "00000000-0000-0000-0000-000000000001", "role": "authenticated", "email": "a@example.com"}',
    true
);
select is(auth.uid(), '00000000-0000-0000-0000-000000000001', 'uid');
select is(auth.role(), 'authenticated', 'role');
select is(auth.email(), 'a@example.com', 'email');
select is(auth.jwt() ->> 'email', 'a@example.com', 'jwt');
select
    set_config('request.jwt.claim.sub', '00000000-0000-0000-0000-000000000002', true),
    set_config('request.jwt.claim.role', 'anon', true),
    set_config('request.jwt.claim.email', 'b@example.com', true);
select is(auth.uid(), '00000000-0000-0000-0000-000000000002', 'uid by its own setting');
select is(auth.role(), 'anon', 'role by its own setting');
select is(auth.email(), 'b@example.com', 'email by its own setting');
select
    set_config('request.jwt.claims', '', true),
    set_config('request.jwt.claim.sub', '', true),
    set_config('request.jwt.claim.role', '', true),
    set_config('request.jwt.claim.email', '', true);
select is(auth.uid(), null, 'no uid without a token');
select is(auth.role(), null, 'no role');
select is(auth.email(), null, 'no email');
select is(auth.jwt(), null, 'no claims');

select * from finish();
rollback;
