-- The last digits of an eSIM's number, which is what a traveler reads out, in a column of their own: under row-level
-- security a condition with a function that is not leak-proof, such as reverse(), is asked behind the policy and so by no
-- index.
alter table esims add column iccid_end text collate "C" generated always as (reverse(iccid)) stored;
comment on column esims.iccid_end is 'the ICCID from its end: looked up by how it begins';
drop index esims_iccid_end;
create index esims_iccid_end on esims (partner_id, iccid_end);
