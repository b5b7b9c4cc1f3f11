create or replace function ai.check_price_file(p_document jsonb, p_priced text)
returns void
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_wrong record;
begin
    select w.* into v_wrong
    from (
        select
            left(format('%s.%s', e.name, f.key), 200) as field,
            case
                when f.key in ('max_input_tokens', 'max_output_tokens')
                    then case
                        when not coalesce(
                            n.value between 1 and 1000000000 and n.value = trunc(n.value), false
                        ) then 'is a whole number from 1 to 1 billion'
                    end
                when not coalesce(n.value between 0 and 1000, false)
                    then 'is a number of dollars from 0 to 1,000'
                when
                    min_scale(n.value)
                    > case when f.key like 'input_cost_per_request%' then 10 else 16 end
                    then 'has fewer decimals'
            end as rule
        from ai.entries_of_price_file(p_document) e
        cross join lateral jsonb_each(e.entry) f
        cross join lateral (
            select case when jsonb_typeof(f.value) = 'number' then (f.value #>> '{}')::numeric end
        ) n (value)
        where
            (f.key ~ p_priced or f.key in ('max_input_tokens', 'max_output_tokens'))
            and f.value <> 'null'
    ) w
    where w.rule is not null
    order by w.field
    limit 1;
    if found then
        perform ops.fail('TH001', v_wrong.field, v_wrong.field || ' ' || v_wrong.rule);
    end if;
end
$$;

comment on function ai.check_price_file(jsonb, text) is
    'Refuses a price file in which limits, or keys that match p_priced, are no such numbers. Raises TH001 with the entry''s key.';
