-- The hot path: one update of the account, one insert of the reservation.
-- Race: concurrent reservations of one user queue on the account's row; the update re-checks what is
-- available after it gets the lock, so no two can spend the same credits.
-- Definer because callers have no right on the tables.
create or replace function credits.reserve(
    p_user_id uuid,
    p_amount numeric,
    p_job_type text,
    p_job_id text default null,
    p_ttl interval default '15 minutes',
    p_idempotency_key text default null,
    p_description text default null,
    p_metadata jsonb default '{}'
)
returns credits.reservations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_amount credits.amount;
    v_job_type credits.job_type;
    v_job_id credits.job_id;
    v_ttl credits.ttl;
    v_key credits.idempotency_key;
    v_description credits.description;
    v_metadata credits.metadata;
    v_field text;
    v_rule text;
    v_fingerprint bytea;
    v_answer jsonb;
    v_sequence bigint;
    v_available numeric;
    v_reservation credits.reservations;
begin
    begin
        v_amount := trim_scale(p_amount);
        v_job_type := p_job_type;
        v_job_id := p_job_id;
        v_ttl := p_ttl;
        v_key := p_idempotency_key;
        v_description := p_description;
        v_metadata := p_metadata;
    exception
        when check_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail('TH001', v_field, replace(v_rule, '_', ' '));
    end;

    if p_user_id is null then
        perform ops.fail('TH001', 'user_id', 'user_id is required');
    elsif v_amount is null then
        perform ops.fail('TH001', 'amount', 'amount is required');
    elsif v_job_type is null then
        perform ops.fail('TH001', 'job_type', 'job_type is required');
    elsif v_ttl is null then
        perform ops.fail('TH001', 'ttl', 'ttl is required');
    elsif v_metadata is null then
        perform ops.fail('TH001', 'metadata', 'metadata is required');
    elsif v_metadata <> '{}' then
        perform credits.check_metadata(v_metadata);
    end if;

    -- An account with an expired grant is brought up to date first, below.
    update credits.accounts a
    set available = a.available - v_amount, held = a.held + v_amount, sequence = a.sequence + 1
    where a.user_id = p_user_id and a.available >= v_amount and a.next_expiry_at > v_at
    returning a.sequence into v_sequence;

    if v_sequence is null then
        v_available := (credits.settle(p_user_id, v_at)).available;
    end if;

    -- Looked up under the account's lock, which a concurrent call with this key would have to get.
    if v_key is not null then
        v_fingerprint := credits.fingerprint(
            jsonb_build_array(v_amount, v_job_type, v_job_id, v_ttl, v_description, v_metadata)
        );
        v_answer := credits.find_answer(p_user_id, 'reserve', v_key, v_fingerprint);
        if v_answer is not null then
            if v_sequence is not null then
                update credits.accounts a
                set available = a.available + v_amount, held = a.held - v_amount
                where a.user_id = p_user_id;
            end if;
            return jsonb_populate_record(null::credits.reservations, v_answer);
        end if;
    end if;

    if v_sequence is null then
        if v_available < v_amount then
            perform ops.fail('TH402');
        end if;
        update credits.accounts a
        set available = a.available - v_amount, held = a.held + v_amount, sequence = a.sequence + 1
        where a.user_id = p_user_id
        returning a.sequence into strict v_sequence;
    end if;

    insert into credits.reservations (
        user_id, amount, job_type, job_id, expires_at, created_at, description, sequence, metadata
    ) values (
        p_user_id, v_amount, v_job_type, v_job_id,
        -- In seconds: a day of 24 hours also where clocks change.
        v_at + make_interval(secs => extract(epoch from v_ttl)::double precision),
        v_at, v_description, v_sequence, v_metadata
    )
    returning * into v_reservation;

    if v_key is not null then
        insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
        values (p_user_id, 'reserve', v_key, v_fingerprint, to_jsonb(v_reservation));
    end if;
    return v_reservation;
end
$$;

grant execute on function
    credits.reserve(uuid, numeric, text, text, interval, text, text, jsonb) to service_role;
comment on function credits.reserve(uuid, numeric, text, text, interval, text, text, jsonb) is
    'Holds p_amount credits for a job until it is confirmed, released or p_ttl (1 s to 24 h) has passed. Raises TH001 with the field, TH402 when too little is available, TH404 for an unknown user, TH409 for a reused key.';
