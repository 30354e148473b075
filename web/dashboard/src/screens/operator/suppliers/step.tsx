/** One step of a test or a trial, and what came of it. */
import type { SupplierStep } from '../../../data/types.ts';
import { Badge } from '../../../ui/said.tsx';
import { useWords, type Key } from '../../../words.tsx';

export function Step({
  step: { step, ok, message },
  names,
}: {
  step: SupplierStep;
  names: Record<string, Key>;
}) {
  const { say } = useWords();
  const name = names[step];
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <Badge tone={ok ? 'good' : 'danger'}>{name === undefined ? step : say(name)}</Badge>
      <span className="min-w-0 break-words">{message}</span>
    </li>
  );
}
