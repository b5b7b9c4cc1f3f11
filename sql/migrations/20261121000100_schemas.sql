-- The rooms. Everything private lives in credits, audit and ops; api is the only schema a client sees.
do $$
begin
    if current_user <> 'thin_owner' then
        raise exception using
            errcode = 'insufficient_privilege',
            message = 'must be installed as thin_owner',
            detail = format('The current role is %s.', current_user),
            hint = 'Run migrator up with --role thin_owner.';
    end if;
end
$$;

create schema ops;
create schema audit;
create schema credits;
create schema api;

comment on schema ops is 'Operation: the error registry, settings, background work.';
comment on schema audit is 'Who changed what, when and on whose behalf.';
comment on schema credits is 'The ledger core: accounts, grants, reservations, entries.';
comment on schema api is 'The only schema a client sees: views under row level security, and functions.';

grant usage on schema credits to authenticated, service_role;
grant usage on schema ops to authenticator, anon, authenticated, service_role;
grant usage on schema api to anon, authenticated, service_role;
grant usage on schema audit to service_role;
