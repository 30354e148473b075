/** Where an eSIM is. */
import { Badge } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';

const LOOKS: Record<string, [Key, 'plain' | 'good' | 'warn' | 'accent']> = {
  RELEASED: ['esimReleased', 'plain'],
  INSTALLED: ['esimInstalled', 'accent'],
  ENABLED: ['esimEnabled', 'good'],
  DISABLED: ['esimDisabled', 'warn'],
  DELETED: ['esimDeleted', 'warn'],
};

export function EsimState({ status }: { status: string }) {
  const { say } = useWords();
  const look = LOOKS[status];
  return look === undefined ? (
    <Badge>{status}</Badge>
  ) : (
    <Badge tone={look[1]}>{say(look[0])}</Badge>
  );
}
