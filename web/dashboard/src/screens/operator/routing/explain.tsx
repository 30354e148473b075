/** Of one bundle: which source would be taken now, and what is against each of the others. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { explainQuery } from '../../../data/operator/supply.ts';
import { moneyText } from '../../../data/amounts.ts';
import type { Explained } from '../../../data/types.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Section } from '../../../ui/page.tsx';
import { Badge, Empty, Notice, Trouble } from '../../../ui/said.tsx';
import { Cell, rowClass, Table } from '../../../ui/table.tsx';
import { useWords } from '../../../words.tsx';

export function Explain() {
  const { say } = useWords();
  const [typed, setTyped] = useState('');
  const [bundle, setBundle] = useState('');
  const { data, ...explained } = useQuery({
    ...explainQuery(bundle),
    enabled: bundle !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBundle(typed.trim());
  };
  return (
    <Section title={say('explainRouting')} lead={say('explainRoutingLead')}>
      <Form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-64">
          <Field
            label={say('catalogBundleId')}
            placeholder="pkg_grc_1gb_365d"
            inputClassName="font-mono text-sm"
            isRequired
            value={typed}
            onChange={setTyped}
          />
        </div>
        <Button type="submit" isPending={explained.isFetching}>
          {say('explainAsk')}
        </Button>
      </Form>
      <Trouble error={bundle === '' ? null : explained.error} />
      {data !== undefined && explained.error === null && <Sources explained={data} />}
    </Section>
  );
}

function Sources({ explained }: { explained: Explained }) {
  const { say, locale } = useWords();
  if (explained.sources.length === 0) return <Empty title={say('noSources')} />;
  return (
    <>
      {!explained.is_on_sale && <Notice tone="warn">{say('notOnSale')}</Notice>}
      <Table
        label={say('explainRouting')}
        head={[
          { text: say('supplier') },
          { text: say('sourceCost'), isFigure: true },
          { text: say('whyNot') },
        ]}
      >
        {explained.sources.map((source) => (
          <tr key={source.id} className={rowClass}>
            <Cell className="min-w-28">
              <p className="font-medium break-all">{source.account}</p>
              <p className="font-mono text-xs break-all text-muted">{source.article}</p>
            </Cell>
            <Cell isFigure>
              {moneyText(source.cost, source.currency, locale)}
              {source.cost_here !== null && source.currency !== explained.currency && (
                <span className="block text-sm text-muted">
                  {moneyText(source.cost_here, explained.currency, locale)}
                </span>
              )}
            </Cell>
            <Cell>
              {source.is_taken ? (
                <Badge tone="good">{say('sourceTaken')}</Badge>
              ) : (
                <span className="break-words">{source.why_not}</span>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </>
  );
}
