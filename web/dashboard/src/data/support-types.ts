/** What travelers ask of a partner's people. */
import type { SupportRequest } from './operator/types.ts';

export type PartnerSupportRequest = Omit<SupportRequest, 'partner_id' | 'partner'> & {
  traveler_id: string;
};
export type PartnerSupportPage = {
  support_requests: PartnerSupportRequest[];
  next_cursor: string | null;
};
