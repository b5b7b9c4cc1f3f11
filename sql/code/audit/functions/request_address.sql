-- A proxy's list of addresses begins with the client's. What is no address, and a header that is no
-- JSON, counts as none: whoever asks must not fail on what a client sent.
create or replace function audit.request_address()
returns inet
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return btrim(
        split_part(
            coalesce(
                nullif(current_setting('request.address', true), ''),
                audit.header('x-forwarded-for')
            ),
            ',', 1
        )
    )::inet;
exception
    when invalid_text_representation then
        return null;
end
$$;

comment on function audit.request_address() is
    'Where the request came from: the service''s word, else the first address of x-forwarded-for; null when unknown.';
