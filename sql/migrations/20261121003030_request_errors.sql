-- What the service itself refuses of a request, so that each code means one thing.
insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH430', 413, 'request_body_too_large', 'the body is too large', false),
    ('TH431', 431, 'request_headers_too_large', 'the headers are too large', false),
    ('TH432', 414, 'request_target_too_long', 'the path or query is too long', false),
    ('TH499', 499, 'client_closed_request', 'the client went away', false);
