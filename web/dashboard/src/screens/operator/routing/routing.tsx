/** Which supplier is taken, and for one bundle: why this one and not the others. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { routingQuery, setRouting } from '../../../data/operator/supply.ts';
import { queryClient } from '../../../data/queries.ts';
import type { Routing, RoutingPolicy } from '../../../data/types.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Choice, Field } from '../../../ui/field.tsx';
import { Card, Page, Section } from '../../../ui/page.tsx';
import { Badge, Skeleton, Trouble } from '../../../ui/said.tsx';
import { Cell, rowClass, Table } from '../../../ui/table.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords, type Key } from '../../../words.tsx';
import { Explain } from './explain.tsx';

export function RoutingScreen() {
  const { say } = useWords();
  const { data, ...routing } = useQuery(routingQuery);
  return (
    <Page isWide title={say('routing')} lead={say('routingLead')}>
      <Trouble error={routing.error} onRetry={() => void routing.refetch()} />
      {routing.isPending && <Skeleton rows={6} />}
      {data !== undefined && (
        <>
          <Accounts routing={data} />
          <Policy routing={data} />
          <Explain />
        </>
      )}
    </Page>
  );
}

function Accounts({ routing }: { routing: Routing }) {
  const { say } = useWords();
  return (
    <Section title={say('suppliers')}>
      <Table
        label={say('suppliers')}
        head={[
          { text: say('name') },
          { text: say('supplierPriority'), isFigure: true },
          { text: say('state') },
        ]}
      >
        {routing.accounts.map((account) => (
          <tr key={account.name} className={rowClass}>
            <Cell className="font-medium break-all">{account.name}</Cell>
            <Cell isFigure>{account.priority}</Cell>
            <Cell>
              {account.out_because === null ? (
                <Badge tone={account.takes_new ? 'good' : 'warn'}>
                  {say(account.takes_new ? 'takesOrders' : 'servesOnly')}
                </Badge>
              ) : (
                <span className="text-muted">{account.out_because}</span>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

const POLICIES: Record<RoutingPolicy, { text: Key; hint: Key }> = {
  cost: { text: 'policyCost', hint: 'policyCostHint' },
  priority: { text: 'policyPriority', hint: 'policyPriorityHint' },
  weights: { text: 'policyWeights', hint: 'policyWeightsHint' },
};
const NAMES = Object.keys(POLICIES) as RoutingPolicy[];

function Policy({ routing }: { routing: Routing }) {
  const { say } = useWords();
  const [policy, setPolicy] = useState(routing.policy);
  const [weights, setWeights] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      routing.accounts.map(({ name }) => [name, String(routing.weights?.[name] ?? 0)]),
    ),
  );
  const save = useMutation({
    mutationFn: () =>
      setRouting(
        policy,
        policy === 'weights'
          ? Object.fromEntries(Object.entries(weights).map(([name, one]) => [name, Number(one)]))
          : undefined,
      ),
    onSuccess: (set) => {
      queryClient.setQueryData(routingQuery.queryKey, set);
      toast(say('saved'));
    },
  });
  const issues = useIssues(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Section title={say('routingPolicy')} lead={say('routingPolicyLead')}>
      <Card className="p-4">
        <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
          <Choice
            label={say('routingPolicy')}
            hint={say(POLICIES[policy].hint)}
            value={policy}
            onChange={({ target }) => setPolicy(target.value as RoutingPolicy)}
            options={NAMES.map((name) => [name, say(POLICIES[name].text)] as const)}
          />
          {policy === 'weights' &&
            routing.accounts.map(({ name }) => (
              <Field
                key={name}
                label={say('weightOf', { name })}
                name={`weights.${name}`}
                inputMode="decimal"
                isRequired
                value={weights[name] ?? '0'}
                onChange={(one) => setWeights({ ...weights, [name]: one })}
              />
            ))}
          <Trouble error={save.error} />
          <div>
            <Button look="primary" type="submit" isPending={save.isPending}>
              {say('save')}
            </Button>
          </div>
        </AnsweredForm>
      </Card>
    </Section>
  );
}
