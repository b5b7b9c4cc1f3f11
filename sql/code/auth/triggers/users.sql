create or replace trigger users_open_credit_account after insert on auth.users
    for each row execute function credits.open_account();
