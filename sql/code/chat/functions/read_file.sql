-- Definer because callers have no right on the tables.
create or replace function chat.read_file(p_id uuid)
returns chat.file_content
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user_id uuid := chat.require_owner('chat.read_file');
    v_file chat.file_content;
begin
    select f.name, f.media_type, encode(f.sha256, 'hex'), c.content into v_file
    from chat.files f
    join chat.file_contents c on c.user_id = f.user_id and c.file_id = f.id
    where f.user_id = v_user_id and f.id = p_id;
    if not found then
        perform ops.fail('TH404', 'file');
    end if;
    return v_file;
end
$$;

grant execute on function chat.read_file(uuid) to authenticator;
comment on function chat.read_file(uuid) is
    'A file of the user whose token the request came with. Raises TH401, TH403, TH404 (file).';
