-- Bookings that arrived together, each a CreateBooking: answers { n (its place, from 1), r (what
-- create_booking answers of it) }, in any order. The plain ones of a partner are written as a set
-- from MIN_SET upwards, where that costs less than one after another; all else, and what turns out
-- not to be plain, goes through create_booking.
create or replace function create_bookings(p jsonb)
returns table (n integer, r jsonb) language plpgsql as $$
declare
  MIN_SET constant integer := 4;
  -- Taken apart once: of a jsonb array each look makes the members anew.
  v_items jsonb[] := array(select item from jsonb_array_elements(p) item);
  v_made integer[] := '{}';
  g record;
  i record;
begin
  for g in
    select x.item->>'partner_id' as partner, array_agg(x.item order by x.n) as items,
      array_agg(x.n::integer order by x.n) as places
    from unnest(v_items) with ordinality as x(item, n)
    where (x.item->>'is_plain')::boolean
    group by 1
    having count(*) >= MIN_SET
    order by 1
  loop
    for i in select b.n, b.r from create_plain_bookings(g.partner, g.items) as b loop
      n := g.places[i.n];
      r := i.r;
      v_made := v_made || n;
      return next;
    end loop;
  end loop;
  for i in
    select x.item, x.n::integer as place
    from unnest(v_items) with ordinality as x(item, n)
    where x.n <> all (v_made)
    order by x.n
  loop
    n := i.place;
    r := create_booking(i.item);
    return next;
  end loop;
end $$;
