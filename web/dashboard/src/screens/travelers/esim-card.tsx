/** One eSIM, the plans on it, and what support does with it. */
import { usedText } from '../../data/amounts.ts';
import type { Esim, Package } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { CopyText } from '../../ui/copy.tsx';
import { Badge } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { EsimActs } from './esim-acts.tsx';
import { EsimState } from './esim-state.tsx';

export function EsimCard({ esim }: { esim: Esim }) {
  const { say } = useWords();
  const { may } = useScope();
  const isArchived = esim.archived_at !== null;
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line px-3 py-2.5">
      <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <CopyText text={esim.iccid} />
        {isArchived ? <Badge>{say('esimArchived')}</Badge> : <EsimState status={esim.status} />}
      </p>
      {esim.packages.map((one) => (
        <Usage key={one.id} plan={one} />
      ))}
      {!isArchived && may('bookings.act') && <EsimActs iccid={esim.iccid} />}
    </li>
  );
}

function Usage({ plan }: { plan: Package }) {
  const words = useWords();
  const { total_bytes: total, used_bytes: used } = plan;
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span>{plan.bundle_id}</span>
        <span className="text-muted tabular-nums">{usedText(plan, words)}</span>
      </p>
      {total !== null && total > 0 && (
        <progress
          aria-hidden
          className="usage h-1.5 w-full overflow-hidden rounded-full"
          max={total}
          value={Math.min(used, total)}
        />
      )}
    </div>
  );
}
