-- How well the installation serves, for whoever asks: counts of requests as they are answered, and of the other promises
-- hour by hour from the facts. Real time; nobody's business data.

-- One minute of one class of requests, all processes together. A minute that stands nowhere was one in which nobody
-- served.
create table service_minutes (
  at timestamptz not null,
  class text collate "C" not null,
  requests integer not null,
  -- answered with a failure of ours
  failed integer not null,
  primary key (at, class)
);

-- One hour of one figure, counted anew until its facts have settled.
create table service_hours (
  at timestamptz not null,
  figure text collate "C" not null
    check (figure in ('availability', 'provisioning', 'webhooks', 'usage', 'support')),
  -- of how many; of availability: minutes
  total integer not null,
  -- which of them kept the promise; of availability: the sum of the minutes' shares
  good double precision not null,
  -- how long those took of which it is known: how many, all together, and the slowest
  timed integer not null,
  total_ms double precision not null,
  slowest_ms double precision not null,
  primary key (at, figure)
);
grant select, insert, update, delete on service_minutes, service_hours to hubby_app;
