create or replace function ops.note_retention(
    p_relation text,
    p_before timestamptz,
    p_rows bigint,
    p_is_finished boolean
)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_run_id bigint;
begin
    select r.id into v_run_id
    from ops.retention_runs r
    where r.relation = p_relation and r.before = p_before and r.finished_at is null
    order by r.id desc
    limit 1;
    -- A day on which there was nothing to do leaves no row.
    if found then
        update ops.retention_runs r
        set
            rows_done = r.rows_done + p_rows,
            finished_at = case when p_is_finished then clock_timestamp() end
        where r.id = v_run_id;
    elsif p_rows > 0 then
        insert into ops.retention_runs (relation, before, rows_done, finished_at)
        values (p_relation, p_before, p_rows, case when p_is_finished then clock_timestamp() end);
        delete from ops.retention_runs r
        where
            r.relation = p_relation
            and r.id <= (
                select d.id
                from ops.retention_runs d
                where d.relation = p_relation
                order by d.id desc
                offset 100
                limit 1
            );
    end if;
    if p_is_finished then
        update ops.retention_policies p
        set done_before = greatest(p.done_before, p_before)
        where p.relation = p_relation;
    end if;
end
$$;

comment on function ops.note_retention(text, timestamptz, bigint, boolean) is
    'Notes what a step of retention did to rows of before p_before, and whether none is left.';
