-- A job may be reserved by its units; then its reservation names the price that it was reckoned by.
create domain credits.unit_count as numeric
    constraint unit_count_is_above_0_up_to_1_trillion_with_at_most_4_decimals
    check (value > 0 and value <= 1000000000000 and min_scale(value) <= 4);

comment on domain credits.unit_count is 'How many units were priced; null where an amount was given.';

alter table credits.reservations
    add column units credits.unit_count,
    add column price_id uuid,
    add constraint reservations_price_id_fkey foreign key (price_id) references credits.prices (id) not valid;

-- As it was given: pricing refuses it in its own words.
alter type credits.reserve_request add attribute units numeric;

comment on column credits.reservations.units is 'How many units the job has; null when its amount was given.';
comment on column credits.reservations.price_id is
    'The price that units were reckoned by; null when an amount was given, or by the default price.';

-- Reservations that were given an amount are not in it, and so far all were.
-- squawk-ignore require-concurrent-index-creation
create index reservations_price_id_idx on credits.reservations (price_id) where price_id is not null;

-- They take units now. What has the old arguments would make their calls ambiguous.
-- squawk-ignore ban-drop-function
drop function if exists api.reserve(uuid, numeric, text, text, interval, text, text, jsonb);
-- squawk-ignore ban-drop-function
drop function if exists credits.reserve(uuid, numeric, text, text, interval, text, text, jsonb);
