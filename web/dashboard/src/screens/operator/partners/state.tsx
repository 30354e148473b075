/** Whether a partner may book. */
import type { OperatorPartner } from '../../../data/types.ts';
import { Badge } from '../../../ui/said.tsx';
import { useWords } from '../../../words.tsx';

export function PartnerState({ partner }: { partner: OperatorPartner }) {
  const { say } = useWords();
  return (
    <>
      {partner.suspended_at === null ? (
        <Badge tone="good">{say('partnerActive')}</Badge>
      ) : (
        <Badge tone="danger">{say('partnerSuspended')}</Badge>
      )}
      {partner.is_demo && <Badge>{say('partnerDemo')}</Badge>}
    </>
  );
}
