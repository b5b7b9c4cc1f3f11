-- Everything but letters, digits and -._~ is encoded, byte by byte.
begin;
select plan(4);

select is(identity.url_encoded('AZaz09-._~'), 'AZaz09-._~', 'unreserved');
select is(
    identity.url_encoded('a b&c=d#e%f+g/h?i'), 'a%20b%26c%3Dd%23e%25f%2Bg%2Fh%3Fi', 'reserved'
);
select is(identity.url_encoded('ä€'), '%C3%A4%E2%82%AC', 'UTF-8');
select is(identity.url_encoded(''), '', 'empty');

select * from finish();
rollback;
