-- A key for reading marks nothing as read: who has stolen it could keep alerts from being seen.
insert into identity.api_scopes (name, description) values ('usage:manage', 'mark alerts as read');

update identity.api_scope_objects set scope = 'usage:manage'
where object = 'api.mark_read' and scope = 'usage:read';
