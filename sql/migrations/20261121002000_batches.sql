-- Calls that take many items and answer each by itself.

create type credits.item_fault as (
    ordinality integer,
    field text,
    rule text
);

create type credits.reservation_answer as (
    ordinality integer,
    reservation credits.reservations,
    error_code text,
    error_detail text,
    error_hint text
);

create type credits.item_outcome as (
    ordinality integer,
    reservation_id uuid,
    error_code text
);

comment on type credits.item_fault is 'Why an item of a batch can''t be read: its field, and the rule that it breaks.';
comment on type credits.reservation_answer is
    'What became of an item of a batch: its reservation, or the error that the single call would have raised.';
comment on type credits.item_outcome is 'What became of an item of a batch: a reservation''s id, or an error''s code.';
