/** With whom a support request is. */
import type { SupportStatus } from '../../../data/types.ts';
import { Badge } from '../../../ui/said.tsx';
import { useWords, type Key } from '../../../words.tsx';

const LOOKS: Record<SupportStatus, [Key, 'plain' | 'good' | 'warn' | 'danger']> = {
  escalated: ['supportEscalated', 'danger'],
  open: ['supportOpen', 'warn'],
  answered: ['supportAnswered', 'good'],
  closed: ['supportClosed', 'plain'],
};
export const SUPPORT_STATUSES = Object.keys(LOOKS) as SupportStatus[];
export const supportStatusText = (status: SupportStatus): Key => LOOKS[status][0];

export function SupportState({ status }: { status: SupportStatus }) {
  const { say } = useWords();
  const [text, tone] = LOOKS[status];
  return <Badge tone={tone}>{say(text)}</Badge>;
}
