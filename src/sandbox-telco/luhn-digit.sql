create or replace function telco.luhn_digit(digits text)
returns text language sql immutable strict as $$
  select ((10 - sum(
    case when (length(digits) - i) % 2 = 0 then d * 2 - case when d > 4 then 9 else 0 end
      else d end) % 10) % 10)::text
  from generate_series(1, length(digits)) i, lateral (select substr(digits, i, 1)::int as d) s
$$;
