create or replace function credits.unsettleable_code(p_user_id uuid, p_reservation_id uuid)
returns text
language sql
volatile
security invoker
begin atomic
    select coalesce(
        (
            select case when r.status in ('reserved', 'expired') then 'TH411' else 'TH410' end
            from credits.all_reservations r
            where r.user_id = p_user_id and r.id = p_reservation_id
        ),
        'TH404'
    );
end;

comment on function credits.unsettleable_code(uuid, uuid) is
    'Why a reservation could not be settled: TH404 (also for another user''s), TH410 or TH411.';
