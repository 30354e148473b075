-- Packages that are brought over though their telco does not take the old ones back; classic eSIMs by their account.

alter table replaced_packages
  drop constraint replaced_packages_check,
  -- of one that was ordered for the new eSIM: why its telco keeps the old one, so that it was paid twice
  add constraint replaced_packages_reason_of_state
    check (case state when 'left' then reason is not null when 'asked' then reason is null
      else reason is null or reason in ('not_cancellable', 'cancel_requested') end);

-- Whose classic eSIMs are at an account that does not serve.
create index esims_classic_at on esims (partner_id, provider, traveler_id)
  where type = 'classic' and archived_at is null;
