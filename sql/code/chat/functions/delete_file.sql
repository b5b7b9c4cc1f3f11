create or replace function chat.delete_file(p_user_id uuid, p_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from chat.files f where f.user_id = p_user_id and f.id = p_id;
    if not found then
        perform ops.fail('TH404', 'file');
    end if;
end
$$;

comment on function chat.delete_file(uuid, uuid) is 'Deletes a user''s file for good. Raises TH404 (file).';
