-- The schemas that are this product's own: those of its owner. On Supabase, auth is not among them.
create function tests.ours() returns setof regnamespace language sql stable as $$
    select n.oid::regnamespace from pg_namespace n where n.nspowner = 'thin_owner'::regrole
$$;
