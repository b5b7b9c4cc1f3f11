-- Counted once a top-up, by whatever tells of it first. After 1, 2, 4 and 8 days it is tried again; a card that was
-- declined five times is not asked any more until its owner agrees anew.
create or replace function billing.decline_top_up(
    p_user_id uuid,
    p_id uuid,
    p_code text,
    p_at timestamptz default clock_timestamp()
)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    update billing.top_ups t
    set status = 'declined', decline_code = left(p_code, 100), settled_at = clock_timestamp()
    where t.user_id = p_user_id and t.id = p_id and t.status = 'pending';
    if not found then
        return;
    end if;
    update billing.top_up_settings s
    set
        declines = s.declines + 1,
        is_enabled = s.is_enabled and s.declines < 4,
        next_attempt_at = p_at + make_interval(hours => 24 * (2 ^ s.declines)::integer)
    where s.user_id = p_user_id and s.declines < 5;
end
$$;

comment on function billing.decline_top_up(uuid, uuid, text, timestamptz) is
    'Notes that a pending top-up was declined, and when the next may be tried.';
