-- Users from before this installation; later ones open their account by a trigger.
insert into credits.accounts (user_id)
select u.id from auth.users u
on conflict do nothing;
