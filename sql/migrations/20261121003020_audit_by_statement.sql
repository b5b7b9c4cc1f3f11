-- The audit log asks for the requests of a batch once a statement now, not once a row.
-- squawk-ignore ban-drop-function
drop function if exists audit.item_request_id(text);
