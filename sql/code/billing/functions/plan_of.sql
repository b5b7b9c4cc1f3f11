-- The plan stands in app_metadata, which clients can't write.
create or replace function billing.plan_of(p_user_id uuid)
returns text
language sql
stable
security invoker
begin atomic
    select coalesce(
        (
            select p.id
            from auth.users u
            join billing.plans p on p.id = u.raw_app_meta_data ->> 'plan'
            where u.id = p_user_id
        ),
        'free'
    );
end;

comment on function billing.plan_of(uuid) is
    'The plan that a user has signed up for; free for whoever has none, or one that does not exist.';
