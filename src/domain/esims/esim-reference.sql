-- The reference of an eSIM that is to be made for a traveler: of the first universal one it stands
-- for whom the partner means (a generated id means nothing to it), of any other for the ICCID that
-- it follows. So what was made before a database was lost is found again, and the orders of one
-- eSIM are one order. Which of them it is, only shows under the locks of who orders.
-- A version 8 uuid of the name's digest. `p_after`: the ICCID of the eSIM it replaces.
create or replace function esim_reference(p_partner text, p_traveler text,
  p_after text default null)
returns uuid language sql stable as $$
  with named as (
    select coalesce(
      'after ' || coalesce(p_after, (
        select iccid from esims
        where partner_id = p_partner and traveler_id = p_traveler and type = 'universal'
        order by time_assigned desc, id desc limit 1)),
      'first ' || p_partner || ' ' || coalesce(
        'user ' || (
          select external_user_id from travelers
          where partner_id = p_partner and id = p_traveler and not is_id_generated),
        'mail ' || (
          select min(email) from traveler_emails
          where partner_id = p_partner and traveler_id = p_traveler),
        p_traveler)) as name),
  digest as (
    select substr(sha256(convert_to(name, 'UTF8')), 1, 16) as bytes from named),
  versioned as (
    select set_byte(bytes, 6, get_byte(bytes, 6) & 15 | 128) as bytes from digest)
  select encode(set_byte(bytes, 8, get_byte(bytes, 8) & 63 | 128), 'hex')::uuid from versioned
$$;
