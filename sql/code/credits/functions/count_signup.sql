-- Race: the upsert locks the network's row and judges it as it then is, so that claims of one
-- network are counted one by one and none slips past the limit.
create or replace function credits.count_signup(p_network cidr, p_at timestamptz)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_since timestamptz := p_at - interval '1 hour';
    v_limit integer;
    v_full_since timestamptz;
begin
    select s.claims_per_network_and_hour into strict v_limit from credits.signup_settings s;

    insert into credits.signup_networks as n (network, claimed_at)
    values (p_network, array[p_at])
    on conflict (network) do update
    set claimed_at = array(
        select c.at from unnest(n.claimed_at) as c (at) where c.at > v_since
    ) || p_at
    where (select count(*) from unnest(n.claimed_at) as c (at) where c.at > v_since) < v_limit;

    if not found then
        select c.at into strict v_full_since
        from credits.signup_networks n
        cross join lateral unnest(n.claimed_at) as c (at)
        where n.network = p_network
        order by c.at desc
        offset v_limit - 1
        limit 1;
        perform ops.fail('TH429', ceil(extract(epoch from v_full_since - v_since))::text);
    end if;
end
$$;

comment on function credits.count_signup(cidr, timestamptz) is
    'Counts a claim of the signup bonus for the network it came from. Raises TH429 with the seconds to wait when the last hour had as many as are allowed.';
