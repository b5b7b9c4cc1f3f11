-- What the benchmarks of batches send, made beforehand as a client would have it: 256 items each.
create schema if not exists bench;

create table bench.reserves as
select
    b.id,
    (
        select jsonb_agg(
            jsonb_build_object(
                'user_id', md5('user ' || 1 + (b.id * 7919 + i * 31) % :users)::uuid, 'amount', 1.5,
                'job_type', 'image'
            )
        )
        from generate_series(1, 256) i
    ) as items
from generate_series(1, :batches) as b (id);
alter table bench.reserves add constraint reserves_pkey primary key (id);

create table bench.hot_reserves as
select (
    select jsonb_agg(
        jsonb_build_object('user_id', md5('user 0')::uuid, 'amount', 1.5, 'job_type', 'image')
    )
    from generate_series(1, 256) i
) as items;

-- Every batch of confirms is used once.
create sequence bench.confirm_id;
create table bench.confirms (id bigint constraint confirms_pkey primary key, items jsonb not null);

create function bench.next_confirm() returns bench.confirms
language sql volatile
return (select c from bench.confirms c where c.id = (select nextval('bench.confirm_id')));

create procedure bench.prepare_confirms(p_batches integer)
language plpgsql as $$
begin
    for i in 1 .. p_batches loop
        insert into bench.confirms (id, items)
        select
            i,
            jsonb_agg(
                jsonb_build_object(
                    'user_id', (a.reservation).user_id, 'reservation_id', (a.reservation).id, 'amount', 1.25
                )
            )
        from bench.reserves b, credits.reserve_items(b.items) a
        where b.id = 1 + i % (select count(*) from bench.reserves);
        commit;
    end loop;
end
$$;
