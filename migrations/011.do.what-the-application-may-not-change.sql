-- What a database remembers of the installation it belongs to (its environment, its secret key) is written once, and the
-- application cannot overwrite it. What the application itself changes moves to a table of its own.
create table shared_values (
  key text collate "C" primary key,
  value text not null
);
insert into shared_values (key, value) select key, value from meta where key <> 'secret_key';
-- The old rows stay for processes of the release before, which read them during an upgrade.

grant select, insert, update on shared_values to hubby_app;
revoke update on meta from hubby_app;
