grant select on ai.media_tokens to service_role;
