create or replace function identity.read_duration(p_text text)
returns interval
language sql
immutable
security invoker
begin atomic
    select
        case
            when p_text ~ '^(\d{1,9}(\.\d{1,9})?(ns|us|ms|s|m|h))+$' then (
                select make_interval(
                    secs => least(
                        sum(
                            part[1]::numeric * case part[2]
                                when 'h' then 3600
                                when 'm' then 60
                                when 's' then 1
                                when 'ms' then 0.001
                                when 'us' then 0.000001
                                else 0.000000001
                            end
                        ),
                        -- 292 years, as far as Supabase's reach.
                        9223372036
                    )::double precision
                )
                from regexp_matches(p_text, '([\d.]+)(ns|us|ms|s|m|h)', 'g') as part
            )
        end;
end;

comment on function identity.read_duration(text) is
    'A duration such as 24h or 1h30m, up to 292 years; null for what is none.';
