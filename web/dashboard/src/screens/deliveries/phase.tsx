/** How far a delivery has come. */
import type { DeliveryPhase, EventRow } from '../../data/types.ts';
import { Badge } from '../../ui/said.tsx';
import { useWords, type Key, type Words } from '../../words.tsx';

const LOOKS = {
  pending: ['phasePending', 'accent'],
  delivered: ['phaseDelivered', 'good'],
  exhausted: ['phaseExhausted', 'danger'],
} as const satisfies Record<DeliveryPhase, readonly [Key, string]>;

export const PHASES = Object.keys(LOOKS) as DeliveryPhase[];
export const phaseText = (phase: DeliveryPhase, say: Words['say']): string => say(LOOKS[phase][0]);

/** Pending after a failed attempt is another thing than pending for the first time. */
export function Phase({ state, attempts }: { state: DeliveryPhase; attempts: number }) {
  const { say } = useWords();
  if (state === 'pending' && attempts > 0) return <Badge tone="warn">{say('phaseRetrying')}</Badge>;
  const [text, tone] = LOOKS[state];
  return <Badge tone={tone}>{say(text)}</Badge>;
}

export const PhaseOf = ({ delivery }: Pick<EventRow, 'delivery'>) => {
  const { say } = useWords();
  return delivery === null ? (
    <span className="text-sm text-muted">{say('phaseNone')}</span>
  ) : (
    <Phase state={delivery.state} attempts={delivery.attempt_count} />
  );
};
