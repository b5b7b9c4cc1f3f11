-- Reading what one has used counts as reading what one has: a dashboard shows the balance too. Operators who
-- have rows of their own for any of these keep them.
insert into ops.rate_limits (kind, name, class)
select o.kind, o.name, c.id
from (
    values
        ('view', 'usage_alerts'), ('view', 'usage_logs'), ('view', 'usage_summary'),
        ('function', 'dashboard'), ('function', 'mark_read'), ('function', 'usage_by_day'),
        ('function', 'usage_by_period'), ('function', 'usage_statistics')
) o (kind, name)
join ops.rate_classes c on c.id = 'balance_and_usage'
on conflict do nothing;
