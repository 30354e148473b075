-- An eSIM by the last digits of its number, which is what a traveler reads out.
create index esims_iccid_end on esims (partner_id, reverse(iccid));
