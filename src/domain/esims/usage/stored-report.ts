/** What is kept of a provider's report: figures and states, never an activation code. */
import type {
  ProviderEsim,
  ProviderEsimUsage,
  ProviderPackageUsage,
  ProfileState,
} from '../../../providers/provider.ts';

export type StoredReport = {
  state: ProfileState;
  state_changed_at: string;
  packages: Omit<ProviderPackageUsage, 'total_bytes'>[];
  usage: ProviderEsimUsage[];
};

export const toStored = ({
  state,
  state_changed_at,
  packages,
  usage,
}: ProviderEsim): StoredReport => ({
  state,
  state_changed_at,
  packages: packages.map(({ package_id, used_bytes, activated_at, expires_at, status }) => ({
    package_id,
    used_bytes,
    activated_at,
    expires_at,
    status,
  })),
  usage: usage.map(({ iso3, used_bytes }) => ({ iso3, used_bytes })),
});
