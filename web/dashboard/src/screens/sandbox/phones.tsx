/** A phone for each eSIM: the one that is held, and the others to take up. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { clockQuery, phonesQuery } from '../../data/sandbox.ts';
import { useTrip } from '../../data/trip/play.ts';
import type { Phone } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { cn } from '../../ui/cn.ts';
import { Card, Section } from '../../ui/page.tsx';
import { Empty, Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { EsimState } from '../travelers/esim-state.tsx';
import { Handset } from './handset.tsx';

const SHOWN = 5;

export function Phones() {
  const { say } = useWords();
  const { path } = useScope();
  const found = useQuery(phonesQuery(path));
  const clock = useQuery(clockQuery(path));
  const ofTrip = useTrip(path)?.facts.iccid;
  const [chosen, setChosen] = useState<string | null>(null);
  const phones = (found.data ?? []).filter(({ archived_at: at }) => at === null);
  // The trip's own, until somebody takes up another.
  const held =
    phones.find(({ iccid }) => iccid === (chosen ?? ofTrip)) ??
    phones.find(({ iccid }) => iccid === ofTrip) ??
    phones[0];
  return (
    <Section title={say('phones')}>
      <Trouble error={found.error} onRetry={() => void found.refetch()} />
      {found.isPending && <Skeleton rows={6} />}
      {found.data !== undefined && held === undefined && (
        <Empty title={say('phonesNone')}>{say('phonesNoneText')}</Empty>
      )}
      {held !== undefined && clock.data !== undefined && (
        <Handset key={held.iccid} phone={held} clock={clock.data} path={path} />
      )}
      {held !== undefined && phones.length > 1 && (
        <Others
          phones={phones.filter((one) => one !== held)}
          onChoose={({ iccid }) => setChosen(iccid)}
        />
      )}
    </Section>
  );
}

function Others({ phones, onChoose }: { phones: Phone[]; onChoose(phone: Phone): void }) {
  const { say, locale } = useWords();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? phones : phones.slice(0, SHOWN);
  const row = cn(
    'flex w-full cursor-default flex-wrap items-center justify-between gap-x-3 px-3 py-2 text-start',
    '-outline-offset-2 hover:bg-hover pointer-coarse:min-h-11',
  );
  return (
    <Card className="overflow-hidden">
      <ul aria-label={say('otherPhones')} className="divide-y divide-line">
        {shown.map((phone) => (
          <li key={phone.id}>
            <AriaButton className={row} onPress={() => onChoose(phone)}>
              <span className="min-w-0 truncate text-sm">
                {phone.external_user_id ?? phone.iccid}
              </span>
              <EsimState status={phone.status} />
            </AriaButton>
          </li>
        ))}
        {phones.length > shown.length && (
          <li>
            <AriaButton className={cn(row, 'text-accent')} onPress={() => setWhole(true)}>
              {say('morePhones', { count: (phones.length - SHOWN).toLocaleString(locale) })}
            </AriaButton>
          </li>
        )}
      </ul>
    </Card>
  );
}
