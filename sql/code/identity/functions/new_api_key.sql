create or replace function identity.new_api_key(p_prefix text)
returns text
language sql
volatile
security invoker
begin atomic
    select
        p_prefix || '_' || encode(
            sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
            'hex'
        );
end;

comment on function identity.new_api_key(text) is
    'A key that begins with p_prefix and can''t be guessed: 256 bits, made of three random ids.';
