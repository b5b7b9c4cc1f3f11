-- A window begins at midnight of UTC, whatever the session's zone and its summer time are, to the microsecond.
begin;
select plan(60);

create function tests.window_in(p_zone text, p_per text, p_at text) returns date language plpgsql volatile as $$
begin
    perform set_config('timezone', p_zone, true);
    return usage.window_start(p_per, p_at::timestamptz);
end
$$;
select is(
    tests.window_in(z.zone, w.per, w.at), w.starts_on::date, format('%s of %s in %s', w.per, w.at, z.zone)
)
from unnest(
    array['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati']
) as z (zone)
cross join (values
    ('day', '2028-02-29 00:00+00', '2028-02-29'),
    ('day', '2028-02-29 23:59:59.999999+00', '2028-02-29'),
    ('day', '2028-03-01 00:00+00', '2028-03-01'),
    ('month', '2028-02-29 23:59:59.999999+00', '2028-02-01'),
    ('month', '2028-03-01 00:00+00', '2028-03-01'),
    ('month', '2027-02-28 23:59:59.999999+00', '2027-02-01'),
    ('month', '2027-12-31 23:59:59.999999+00', '2027-12-01'),
    ('month', '2028-01-01 00:00+00', '2028-01-01'),
    ('day', '2027-03-28 01:30+00', '2027-03-28'),
    ('day', '2027-10-31 00:59:59.999999+00', '2027-10-31'),
    ('day', '2027-10-30 23:59:59.999999+00', '2027-10-30'),
    ('month', '2027-10-31 23:30+00', '2027-10-01')
) as w (per, at, starts_on);

select * from finish();
rollback;
