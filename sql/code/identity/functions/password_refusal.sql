create or replace function identity.password_refusal(p_password text)
returns identity.answer
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_bytes_min integer;
begin
    select s.password_bytes_min into strict v_bytes_min from identity.settings s;
    if octet_length(p_password) > 72 then
        return identity.refuse(
            400, 'validation_failed', 'Password cannot be longer than 72 characters'
        );
    elsif coalesce(octet_length(p_password), 0) < v_bytes_min then
        return identity.refuse(
            422, 'weak_password', format('Password should be at least %s characters.', v_bytes_min),
            '{"weak_password": {"reasons": ["length"]}}'
        );
    elsif exists (
        select from identity.common_passwords p where p.password = lower(p_password) collate "C"
    ) then
        return identity.refuse(
            422, 'weak_password',
            'Password is known to be weak and easy to guess, please choose a different one.',
            '{"weak_password": {"reasons": ["pwned"]}}'
        );
    end if;
    return null;
end
$$;

comment on function identity.password_refusal(text) is
    'Refuses a password of too few bytes or a common one (422 weak_password), or of more than 72 bytes (400); null for a good one.';
