create or replace function identity.send_email_change(
    p_user_id uuid,
    p_new_email text,
    p_request jsonb,
    p_context jsonb
)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_confirms_old_address boolean;
    v_email text;
begin
    select s.confirms_old_address into strict v_confirms_old_address from identity.settings s;
    update auth.users u
    set
        email_change = lower(p_new_email), email_change_confirm_status = 0,
        updated_at = clock_timestamp()
    where u.id = p_user_id
    returning u.email into strict v_email;
    delete from auth.one_time_tokens t
    where
        t.user_id = p_user_id
        and t.token_type in ('email_change_token_current', 'email_change_token_new');

    perform identity.open_flow(p_user_id, 'email_change', p_request);
    if v_confirms_old_address and v_email is not null then
        perform identity.send_code(
            p_user_id, 'email_change', 'email_change_token_current', v_email, p_request, p_context
        );
    end if;
    perform identity.send_code(
        p_user_id, 'email_change', 'email_change_token_new', p_new_email, p_request, p_context
    );
end
$$;

comment on function identity.send_email_change(uuid, text, jsonb, jsonb) is
    'Notes a user''s new address and mails what confirms it, to the old address too if the settings say so.';
