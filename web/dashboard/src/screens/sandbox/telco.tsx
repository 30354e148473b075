/** Letting the telco's next calls fail, as telcos do. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { faultQuery, letFail } from '../../data/sandbox.ts';
import type { FaultKind } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Badge, Trouble } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';
import { useAct } from './use-act.ts';

const FAULTS: Record<FaultKind, { text: Key; means: Key }> = {
  timeout: { text: 'faultTimeout', means: 'faultTimeoutText' },
  timeout_before: { text: 'faultTimeoutBefore', means: 'faultTimeoutBeforeText' },
  error: { text: 'faultError', means: 'faultErrorText' },
  out_of_stock: { text: 'faultOutOfStock', means: 'faultOutOfStockText' },
};
const KINDS = Object.keys(FAULTS) as FaultKind[];
const COUNTS = ['1', '2', '3', '5', '10'];

export function Telco() {
  const { say } = useWords();
  const { path } = useScope();
  const fault = useQuery(faultQuery(path));
  const [kind, setKind] = useState<FaultKind>('timeout');
  const [count, setCount] = useState('1');
  const set = useAct(path, (calls: number) => letFail(path, kind, calls));
  const waits = fault.data?.next ?? null;
  return (
    <Section title={say('telco')} lead={say('telcoLead')}>
      <Card className="flex flex-col gap-3 p-4">
        <div className="grid grid-cols-[minmax(0,1fr)_5rem] gap-3">
          <Choice
            label={say('faultKind')}
            options={KINDS.map((one) => [one, say(FAULTS[one].text)])}
            value={kind}
            onChange={({ target }) => setKind(target.value as FaultKind)}
          />
          <Choice
            label={say('faultCalls')}
            options={COUNTS.map((one) => [one, one])}
            value={count}
            onChange={({ target }) => setCount(target.value)}
          />
        </div>
        <p className="text-sm text-muted">{say(FAULTS[kind].means)}</p>
        <div className="flex flex-wrap gap-2">
          <Button isPending={set.isPending} onPress={() => set.mutate(Number(count))}>
            {say('letFail')}
          </Button>
          {waits !== null && (
            <Button look="quiet" isPending={set.isPending} onPress={() => set.mutate(0)}>
              {say('endFault')}
            </Button>
          )}
        </div>
        <p aria-live="polite" className="text-sm">
          {waits !== null && fault.data !== undefined && (
            <Badge tone="warn">
              {say('faultWaits', { count: fault.data.count, what: say(FAULTS[waits].text) })}
            </Badge>
          )}
          {waits === null && <span className="text-muted">{say('faultNone')}</span>}
        </p>
        <Trouble error={set.error ?? fault.error} />
      </Card>
    </Section>
  );
}
