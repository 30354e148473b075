/** With whom a support request is, as a partner's people see it, and what it is about. */
import type { SupportStatus } from '../../data/types.ts';
import { Badge } from '../../ui/said.tsx';
import { useWords, type Key, type Words } from '../../words.tsx';

const LOOKS: Record<SupportStatus, readonly [Key, 'plain' | 'good' | 'warn' | 'accent']> = {
  open: ['supportWithUs', 'warn'],
  escalated: ['supportWithOperator', 'accent'],
  answered: ['supportAnswered', 'good'],
  closed: ['supportClosed', 'plain'],
};
export const STATUSES = Object.keys(LOOKS) as SupportStatus[];
export const statusText = (status: SupportStatus): Key => LOOKS[status][0];

export function RequestState({ status }: { status: SupportStatus }) {
  const { say } = useWords();
  const [text, tone] = LOOKS[status];
  return <Badge tone={tone}>{say(text)}</Badge>;
}

/** Those that the knowledge base knows; an app may name any other. */
const SYMPTOMS: Readonly<Record<string, Key>> = {
  no_data: 'symptomNoData',
  slow: 'symptomSlow',
  cannot_install: 'symptomCannotInstall',
  qr_invalid: 'symptomQrInvalid',
  already_used: 'symptomAlreadyUsed',
  roaming_off: 'symptomRoamingOff',
  apn: 'symptomApn',
  wrong_line: 'symptomWrongLine',
  removed: 'symptomRemoved',
  other: 'symptomOther',
};

export function symptomText(symptom: string | null, say: Words['say']): string {
  const known = SYMPTOMS[symptom ?? 'other'];
  return known === undefined ? symptom!.replaceAll('_', ' ') : say(known);
}
