-- The child of a refresh token follows from it and from the key, so whoever lost the answer can be
-- given the same again although only digests are kept. Without the key nobody computes it, without
-- the parent neither.
create or replace function identity.child_token(p_token text)
returns text
language sql
stable
security invoker
begin atomic
    select identity.digest('child of refresh token', p_token);
end;

comment on function identity.child_token(text) is 'The refresh token that p_token is exchanged for.';
