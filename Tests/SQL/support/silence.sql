-- Lets a run look as if its service had died a while ago.
create function tests.silence(p_run_id uuid, p_ago interval default '61 seconds') returns void
language sql volatile as $$
    update chat.runs r set noted_at = clock_timestamp() - p_ago where r.id = p_run_id
$$;
