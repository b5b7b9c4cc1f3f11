-- Puts a word into every column of a user's rows that takes one, in whatever form it takes it, but for p_except.
-- Answers which.
create function tests.plant_words(p_user_id uuid, p_word text, p_except text[]) returns setof text
language plpgsql volatile as $$
declare
    v_column record;
    v_value text;
    v_count bigint;
begin
    perform set_config('session_replication_role', 'replica', true);
    for v_column in
        select c.oid::regclass as relation, a.attname, d.filter, y.typname, a.attgenerated
        from ops.personal_data d
        join pg_class c on c.oid = to_regclass(d.relation)
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        join pg_type t on t.oid = a.atttypid
        join pg_type y on y.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
        where
            d.filter is not null and y.typname in ('text', 'varchar', 'jsonb')
            and not exists (
                select from pg_constraint f
                where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any(f.conkey)
            )
            and d.relation || '.' || a.attname <> all(p_except)
        order by c.oid::regclass::text, a.attnum
    loop
        foreach v_value in array case v_column.typname
            when 'jsonb' then array[jsonb_build_object('planted', p_word)::text]
            else array[p_word, 'https://example.com/' || p_word, p_word || '@example.com']
        end loop
            begin
                execute format(
                    'update %s t set %I = %L where %s', v_column.relation, v_column.attname, v_value, v_column.filter
                ) using p_user_id;
                get diagnostics v_count = row_count;
                if v_count > 0 then
                    return next v_column.relation || '.' || v_column.attname;
                end if;
                exit;
            exception
                when others then
                    null;
            end;
        end loop;
    end loop;
    perform set_config('session_replication_role', 'origin', true);
end
$$;

-- Every column of every table in which a word stands, also as bytes.
create function tests.holders_of(p_word text) returns setof text
language plpgsql volatile as $$
declare
    v_column record;
    v_is_there boolean;
begin
    for v_column in
        select c.oid::regclass as relation, a.attname
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind = 'r' and c.relnamespace in (select tests.ours())
        order by 1, a.attnum
    loop
        execute format(
            'select exists (select from %s t where t.%I::text ilike any(%L))', v_column.relation, v_column.attname,
            array['%' || p_word || '%', '%' || encode(convert_to(p_word, 'UTF8'), 'hex') || '%']
        ) into v_is_there;
        if v_is_there then
            return next v_column.relation || '.' || v_column.attname;
        end if;
    end loop;
end
$$;

-- Goes on with a job's statement until it has nothing left to do.
create function tests.run_job(p_name text) returns integer language plpgsql volatile as $$
declare
    v_statement text;
    v_next text;
    v_steps integer := 0;
begin
    select j.statement into strict v_statement from ops.jobs j where j.name = p_name;
    loop
        execute v_statement into v_next using v_next;
        v_steps := v_steps + 1;
        exit when v_next is null;
        if v_steps >= 1000 then
            raise 'job % does not end: %', p_name, v_next;
        end if;
    end loop;
    return v_steps;
end
$$;

-- Makes a deleted account's hour be over, which is the same as waiting.
create function tests.let_erasure_age(p_user_id uuid) returns void language sql volatile as $$
    update ops.erasures e set requested_at = e.requested_at - interval '2 hours' where e.user_id = p_user_id
$$;

-- Somebody who has left traces wherever one can, all with a word in them.
create function tests.a_talkative_person(p_word text, p_address text default '203.0.113.77') returns uuid
language plpgsql volatile as $$
declare
    v_id uuid := tests.a_person(p_word || '@example.com');
    v_grant_id uuid;
    v_reservation_id uuid;
    v_chat_id uuid;
    v_run_id uuid := gen_random_uuid();
    v_checkout_id uuid;
    v_admission ai.admission;
    v_name text := 'm' || left(md5(p_word), 8);
begin
    -- Of the operator, not of the user.
    perform tests.an_endpoint(), tests.a_meter(v_name, 10), tests.a_model(v_name), tests.a_pack();
    perform
        set_config('request.headers', jsonb_build_object('user-agent', p_word)::text, true),
        set_config('request.address', p_address, true),
        set_config('request.id', p_word, true);
    update auth.users u set raw_user_meta_data = jsonb_build_object('name', p_word) where u.id = v_id;
    perform tests.sign_in(p_word || '@example.com');
    perform identity.recover(jsonb_build_object('email', p_word || '@example.com'), tests.context());
    perform set_config('request.jwt.claims', jsonb_build_object('sub', v_id)::text, true);
    perform identity.create_api_key(v_id, p_word, '{all}');

    v_grant_id := (credits.grant_credits(
        v_id, 1000, 'purchase', p_idempotency_key => p_word
    )).id;
    v_reservation_id := (credits.reserve(
        v_id, 10, 'image', p_job_id => p_word, p_idempotency_key => p_word, p_description => p_word
    )).id;
    perform credits.confirm(v_id, v_reservation_id, 8, p_idempotency_key => p_word);
    perform credits.refund(v_id, v_reservation_id, 1, p_reason => p_word);
    perform credits.queue_compensation(v_id, v_reservation_id, 1, p_word);
    perform credits.revoke_grant(v_id, v_grant_id, 'refund', 5, p_reason => p_word);
    v_reservation_id := (credits.reserve(v_id, 10, 'image', p_job_id => p_word)).id;
    perform credits.release(v_id, v_reservation_id, p_word);
    perform tests.let_time_pass(v_id, '5 months');
    perform tests.archive(v_id);
    v_reservation_id := (credits.reserve(v_id, 10, 'image', p_job_id => p_word)).id;
    perform credits.release(v_id, v_reservation_id, p_word);
    perform credits.claim_signup_bonus(v_id, p_word, p_word, p_address::inet);
    perform credits.reverse_signup_bonus(v_id, p_word);

    perform usage.record(v_id, v_name, 9, p_word, p_job_id => p_word);
    v_admission := tests.admit(tests.model_call(v_id, v_name));
    perform tests.settled(v_admission, jsonb_build_object('provider_request_id', p_word));

    v_chat_id := tests.a_chat(v_id);
    perform chat.rename_session(v_id, v_chat_id, p_word);
    perform tests.a_file(v_id, v_chat_id, p_word);
    perform chat.share_session(v_id, v_chat_id);
    insert into chat.runs (
        user_id, id, session_id, status, provider, model, idempotency_key, fingerprint, first_event, last_event, noted_at
    ) values (v_id, v_run_id, v_chat_id, 'running', 'openai', v_name, p_word, sha256('x'), 1, 1, now());
    insert into chat.messages (user_id, session_id, ordinal, role, content, status, run_id, tokens)
    values (v_id, v_chat_id, 1, 'user', p_word, 'complete', v_run_id, 1);
    insert into chat.run_events (user_id, session_id, ordinal, run_id, event, data)
    values (v_id, v_chat_id, 1, v_run_id, 'delta', p_word);

    v_checkout_id := tests.a_checkout(v_id, 'planted', p_idempotency_key => p_word);
    update billing.customers c set payment_method_id = 'pm_1', payment_method_at = now() where c.user_id = v_id;
    perform billing.set_top_up(v_id, p_pack => 'planted', p_threshold => 100, p_ceiling => 10000, p_consents => true);
    perform
        set_config('request.headers', '', true), set_config('request.address', '', true),
        set_config('request.id', '', true), set_config('request.jwt.claims', '', true);
    perform tests.receive(
        'checkout.session.completed',
        tests.stripe_session(v_checkout_id)
        || jsonb_build_object('customer_details', jsonb_build_object('name', p_word))
    );
    perform tests.receive(
        'customer.updated',
        jsonb_build_object('id', tests.stripe_name('cus', v_id), 'object', 'customer', 'name', p_word)
    );
    v_name := 'evt_' || left(md5(p_word), 8);
    perform tests.receive(
        'customer.updated',
        jsonb_build_object('id', tests.stripe_name('cus', v_id), 'object', 'customer', 'email', p_word), p_id => v_name
    );
    update billing.stripe_events e set received_at = now() - interval '5 months' where e.id = v_name;
    perform billing.archive_events(null, now() - interval '4 months', 10);
    return v_id;
end
$$;
