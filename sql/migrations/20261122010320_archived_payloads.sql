-- What Stripe's events told moves from the inbox to months of its own, which are dropped as a whole. The inbox keeps a
-- row of each for good: an event's id counts once, whenever it comes again.
create table billing.archived_payloads (
    id billing.stripe_id not null,
    received_at timestamptz not null,
    payload billing.stripe_payload not null,
    constraint archived_payloads_pkey primary key (id, received_at)
) partition by range (received_at);

comment on table billing.archived_payloads is
    'Append-only: what events of past months told, as it came; of deleted accounts it is taken away.';

alter table billing.archived_payloads enable row level security;
alter table billing.archived_payloads force row level security;
create policy "The owner keeps archived payloads" on billing.archived_payloads
    for all to thin_owner using (true) with check (true);

-- As long in all as an operator has said, and off where it was off.
insert into ops.retention_policies (relation, action, keep, is_enabled, description)
select 'billing.archived_payloads', 'drop', p.keep, p.is_enabled, 'Months of what events of Stripe told.'
from ops.retention_policies p
where p.relation = 'billing.stripe_events';
update ops.retention_policies p
set
    action = 'archive', archive = 'billing.archived_payloads', keep = least(p.keep, '3 months'),
    description = 'What events of Stripe told. Their ids stay for good, so that none counts twice.'
where p.relation = 'billing.stripe_events';
-- A dozen rows, none of which says 'empty' any more.
alter table ops.retention_policies
    -- squawk-ignore ban-drop-constraint
    drop constraint retention_policies_action_is_known,
    -- squawk-ignore constraint-missing-not-valid
    add constraint retention_policies_action_is_known check (action in ('archive', 'drop'));
comment on column ops.retention_policies.action is
    'archive moves rows, or what they say, to another table by months, drop removes them.';

-- Only billing.archive_events does this now.
-- squawk-ignore ban-drop-function
drop function if exists billing.empty_events(timestamptz, timestamptz, integer);

update ops.jobs j
set description = 'Archives and drops what is older than ops.retention_policies say.'
where j.name = 'retention';

insert into ops.personal_data (relation, withheld, erasure) values
    (
        'billing.archived_payloads', 'what counts of it is in the other tables of billing',
        'goes: what events that name the user told'
    );
