grant select on ai.model_limits, ai.media_tokens, ai.sweeps to service_role;
