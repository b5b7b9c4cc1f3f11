grant select on ops.erasures, ops.exports, ops.personal_data to service_role;
