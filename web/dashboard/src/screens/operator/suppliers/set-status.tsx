/** An account takes orders, serves only what it has, or does nothing: with who depends on it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  changeSupplier,
  removeSupplier,
  strandedQuery,
  suppliersChanged,
} from '../../../data/operator/supply.ts';
import type { Supplier, SupplierStatus } from '../../../data/types.ts';
import { useBeside } from '../../../lists/list-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords, type Key } from '../../../words.tsx';

type Asked = SupplierStatus | 'remove';
const TEXTS: Record<Asked, { action: Key; title: Key; text: Key; done: Key }> = {
  active: {
    action: 'activateSupplier',
    title: 'activateSupplierTitle',
    text: 'activateSupplierText',
    done: 'saved',
  },
  draining: {
    action: 'drainSupplier',
    title: 'drainSupplierTitle',
    text: 'drainSupplierText',
    done: 'saved',
  },
  paused: {
    action: 'pauseSupplier',
    title: 'pauseSupplierTitle',
    text: 'pauseSupplierText',
    done: 'saved',
  },
  remove: {
    action: 'remove',
    title: 'removeSupplierTitle',
    text: 'removeSupplierText',
    done: 'supplierRemoved',
  },
};
const ALL: readonly Asked[] = ['active', 'draining', 'paused', 'remove'];

export function SetStatus({ supplier }: { supplier: Supplier }) {
  const { say } = useWords();
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <>
      {ALL.filter((one) => one !== supplier.status).map((one) => (
        <Button key={one} onPress={() => setAsked(one)}>
          {say(TEXTS[one].action)}
        </Button>
      ))}
      {asked !== null && <Ask supplier={supplier} asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function Ask({
  supplier: { name, version },
  asked,
  onClose,
}: {
  supplier: Supplier;
  asked: Asked;
  onClose(): void;
}) {
  const { say } = useWords();
  const { close } = useBeside();
  const isStopping = asked === 'draining' || asked === 'paused';
  const { action, title, text, done } = TEXTS[asked];
  const change = useMutation({
    mutationFn: (): Promise<unknown> =>
      asked === 'remove' ? removeSupplier(name) : changeSupplier(name, { status: asked, version }),
    onSuccess: () => {
      onClose();
      if (asked === 'remove') close();
      toast(say(done));
      return suppliersChanged();
    },
  });
  return (
    <Confirm
      title={say(title, { name })}
      text={
        <>
          <p>{say(text)}</p>
          {isStopping && <Dependents name={name} />}
        </>
      }
      action={say(action)}
      look={asked === 'active' ? 'primary' : 'danger'}
      isPending={change.isPending}
      trouble={<Trouble error={change.error} />}
      isOpen
      onClose={onClose}
      onConfirm={() => change.mutate()}
    />
  );
}

/** How many travelers have something at the account, partner by partner. */
export function Dependents({ name }: { name: string }) {
  const { say } = useWords();
  const { data, ...stranded } = useQuery(strandedQuery(name));
  if (stranded.isPending) return <p className="mt-2">…</p>;
  if (data === undefined) return <Trouble error={stranded.error} />;
  const partners = data.partners ?? [];
  if (partners.length === 0) return <p className="mt-2">{say('strandedNobody')}</p>;
  return (
    <ul className="mt-2 flex flex-col gap-1">
      {partners.map((one) => (
        <li key={one.partner_id} className="break-words">
          <span className="font-medium text-ink">{one.name}</span>
          {': '}
          {say('strandedTravelers', { count: one.travelers })}
          {', '}
          {say('strandedPackages', { count: one.unused_packages + one.running_packages })}
        </li>
      ))}
    </ul>
  );
}
