-- What so many orders of events come to for a user each, who has bought and spent as p_begin says: that of each order
-- which differs from the first. p_begin is a function that answers user and events, each a type, an object, a second.
create type tests.story as (user_id uuid, types text[], objects jsonb[], seconds integer[]);

create function tests.in_any_order(p_begin regproc, p_orders integer, p_seed text default 'seed')
returns setof text language plpgsql volatile as $$
declare
    v_story tests.story;
    v_first text;
    v_now text;
    v_order integer[];
    v_outcome text;
    i integer;
begin
    for v_run in 0 .. p_orders - 1 loop
        execute format('select * from %s()', p_begin) into v_story;
        -- The first is Stripe's own, the second its reverse.
        v_order := case
            when v_run = 1 then (
                select array_agg(n order by n desc) from generate_subscripts(v_story.types, 1) n
            )
            else (
                select array_agg(n order by case v_run when 0 then '' else md5(concat(p_seed, v_run, ' ', n)) end, n)
                from generate_subscripts(v_story.types, 1) n
            )
        end;
        foreach i in array v_order loop
            v_outcome := tests.receive(v_story.types[i], v_story.objects[i], v_story.seconds[i]);
            if v_outcome not in ('processed', 'unmatched') then
                return next format('%s: %s: %s', v_order, v_story.types[i], v_outcome);
            end if;
        end loop;
        v_now := tests.money(v_story.user_id);
        v_first := coalesce(v_first, v_now);
        if v_now <> v_first then
            return next format('%s: %s instead of %s', v_order, v_now, v_first);
        end if;
    end loop;
end
$$;
