-- One row a kind and subject, whose lock makes the count exact; the times of the last hour, so that
-- no hour, wherever it begins, has more than the limit.
create or replace function identity.take_turn(
    p_kind text,
    p_subject text,
    p_limit integer,
    p_pause_seconds integer default 0
)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_subject text := identity.digest('turn', p_subject);
    v_at timestamptz;
    v_taken_at timestamptz[];
    v_free_at timestamptz;
begin
    insert into identity.turns as t (kind, subject)
    values (p_kind, v_subject)
    on conflict (kind, subject) do update set kind = t.kind
    returning t.taken_at into v_taken_at;

    v_at := clock_timestamp();
    v_taken_at := array(
        select t.at
        from unnest(v_taken_at) as t (at)
        where t.at > v_at - interval '1 hour'
        order by t.at
    );
    v_free_at := greatest(
        v_taken_at[cardinality(v_taken_at)] + make_interval(secs => p_pause_seconds),
        v_taken_at[cardinality(v_taken_at) - p_limit + 1] + interval '1 hour'
    );
    if v_free_at > v_at then
        return ceil(extract(epoch from v_free_at - v_at));
    end if;

    update identity.turns t
    set taken_at = v_taken_at || v_at
    where t.kind = p_kind and t.subject = v_subject;
    return 0;
end
$$;

comment on function identity.take_turn(text, text, integer, integer) is
    'Counts one more of p_kind for p_subject, at most p_limit an hour and p_pause_seconds apart: 0, or the seconds to wait, and then nothing is counted.';
