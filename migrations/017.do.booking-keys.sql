-- A key and its booking are written, and freed, by the same statement; to look each up again costs every booking.
alter table booking_keys drop constraint booking_keys_partner_id_id_fkey;
