/** One account at a supplier: how it does, what it may cost, and what can be done about it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import {
  supplierQuery,
  suppliersChanged,
  syncSupplier,
  testSupplier,
} from '../../../data/operator/supply.ts';
import { moneyText } from '../../../data/amounts.ts';
import type { Supplier } from '../../../data/types.ts';
import { Panel, PanelPart } from '../../../lists/panel.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyText } from '../../../ui/copy.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Exactly, Moment } from '../../../ui/moment.tsx';
import { Notice, Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords, type Key } from '../../../words.tsx';
import { ChangeSupplier } from './change-supplier.tsx';
import { RotateCallback } from './rotate-callback.tsx';
import { Dependents, SetStatus } from './set-status.tsx';
import { SupplierState } from './state.tsx';
import { Step } from './step.tsx';
import { Stock } from './stock.tsx';
import { callsText } from './suppliers.tsx';
import { TrySupplier } from './try-supplier.tsx';

export function SupplierPanel() {
  const { say } = useWords();
  const { id = '' } = useParams({ strict: false });
  const { data, ...supplier } = useQuery(supplierQuery(id));
  return (
    <Panel
      title={id}
      heading={<span className="break-all">{id}</span>}
      of={say('suppliers')}
      error={supplier.error}
      onRetry={() => void supplier.refetch()}
      isPending={supplier.isPending}
    >
      {data !== undefined && (
        <>
          {data.health.out_because !== null && (
            <Notice tone="warn">{say('supplierOutText', { why: data.health.out_because })}</Notice>
          )}
          <Acts supplier={data} />
          <Details supplier={data} />
          <PanelPart title={say('lastTest')}>
            <LastTest supplier={data} />
          </PanelPart>
          {data.kind === 'es2plus' && <Stock name={data.name} />}
          <PanelPart title={say('strandedTitle')}>
            <p className="text-muted">{say('strandedText')}</p>
            <Dependents name={data.name} />
          </PanelPart>
        </>
      )}
    </Panel>
  );
}

function Acts({ supplier }: { supplier: Supplier }) {
  const { say } = useWords();
  const test = useMutation({
    mutationFn: () => testSupplier(supplier.name),
    onSuccess: ({ ok }) => {
      toast(say(ok ? 'supplierTestGood' : 'supplierTestBad'));
      return suppliersChanged();
    },
  });
  const sync = useMutation({
    mutationFn: () => syncSupplier(supplier.name),
    onSuccess: () => {
      toast(say('catalogAsked'));
      return suppliersChanged();
    },
  });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button look="primary" isPending={test.isPending} onPress={() => test.mutate()}>
          {say('testSupplier')}
        </Button>
        {supplier.catalog !== null && (
          <Button isPending={sync.isPending} onPress={() => sync.mutate()}>
            {say('readCatalog')}
          </Button>
        )}
        <ChangeSupplier supplier={supplier} />
        <TrySupplier name={supplier.name} />
        {supplier.callback_path !== null && <RotateCallback name={supplier.name} />}
        <SetStatus supplier={supplier} />
      </div>
      <Trouble error={test.error ?? sync.error} />
    </div>
  );
}

function Details({ supplier }: { supplier: Supplier }) {
  const { say, locale } = useWords();
  const { health, catalog, spend_cap: cap, callback_path: callback } = supplier;
  const { previous_callback_until: callbackUntil } = supplier;
  const spent = health.spent_today.map((one) => moneyText(one.amount, one.currency, locale));
  return (
    <Facts
      facts={[
        [say('state'), <SupplierState key="state" supplier={supplier} />],
        [say('kind'), supplier.title],
        [say('supplierMode'), supplier.mode],
        [say('supplierPriority'), supplier.priority],
        supplier.base_url === null
          ? null
          : [say('supplierAddress'), <span className="break-all">{supplier.base_url}</span>],
        [say('supplierCalls'), callsText(health, locale)],
        [
          say('supplierBalance'),
          health.balance === null
            ? '–'
            : moneyText(health.balance.amount, health.balance.currency, locale),
        ],
        [say('spentToday'), spent.length === 0 ? '–' : spent.join(', ')],
        [say('spendCap'), cap === null ? '–' : moneyText(cap.amount, cap.currency, locale)],
        catalog === null || catalog.read_at === null
          ? null
          : [say('catalogRead'), <Exactly key="read" at={catalog.read_at} />],
        catalog?.last == null ? null : [say('supplierArticles'), catalog.last.articles],
        catalog?.last?.failure == null ? null : [say('catalogFailure'), catalog.last.failure],
        callback === null ? null : [say('callbackPath'), <CopyText key="path" text={callback} />],
        callbackUntil === null
          ? null
          : [say('callbackBefore'), <Exactly key="until" at={callbackUntil} />],
      ]}
    />
  );
}

const STEPS: Record<string, Key> = {
  address: 'stepAddress',
  sign_in: 'stepSignIn',
  balance: 'supplierBalance',
  catalog: 'stepCatalog',
};

function LastTest({ supplier: { health } }: { supplier: Supplier }) {
  const { say } = useWords();
  if (health.last_test === null) return <p className="text-muted">{say('neverTested')}</p>;
  return (
    <>
      <p className="text-sm text-muted">
        <Moment at={health.last_test.at} />
      </p>
      <ul className="flex flex-col gap-1.5">
        {health.last_test.steps.map((step) => (
          <Step key={step.step} step={step} names={STEPS} />
        ))}
      </ul>
    </>
  );
}
