/** How much the public endpoints let through. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { limitsQuery, setLimits } from '../../../data/operator/supply.ts';
import { queryClient } from '../../../data/queries.ts';
import type { Limits } from '../../../data/types.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Card, Page } from '../../../ui/page.tsx';
import { Skeleton, Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';

export function LimitsScreen() {
  const { say } = useWords();
  const { data, ...limits } = useQuery(limitsQuery);
  return (
    <Page title={say('publicLimits')} lead={say('publicLimitsLead')}>
      <Trouble error={limits.error} onRetry={() => void limits.refetch()} />
      {limits.isPending && <Skeleton rows={10} />}
      {data !== undefined && <Form limits={data} />}
    </Page>
  );
}

function Form({ limits: { limits, defaults } }: { limits: Limits }) {
  const { say } = useWords();
  const [changed, setChanged] = useState<Record<string, string>>({});
  const save = useMutation({
    // Emptied, it goes back to the default.
    mutationFn: () =>
      setLimits(
        Object.fromEntries(
          Object.entries(changed).map(([name, value]) => [
            name,
            value.trim() === '' ? null : Number(value),
          ]),
        ),
      ),
    onSuccess: (set) => {
      queryClient.setQueryData(limitsQuery.queryKey, set);
      setChanged({});
      toast(say('saved'));
    },
  });
  const issues = useIssues(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
      <Card className="flex flex-col gap-4 p-4">
        {Object.entries(limits).map(([name, value]) => (
          <Field
            key={name}
            label={name.replaceAll('_', ' ')}
            hint={say('limitDefault', { value: defaults[name] ?? 0 })}
            name={name}
            inputMode="numeric"
            pattern="[0-9]*"
            value={changed[name] ?? String(value)}
            onChange={(to) => setChanged({ ...changed, [name]: to })}
          />
        ))}
      </Card>
      <Trouble error={save.error} />
      <div>
        <Button
          look="primary"
          type="submit"
          isPending={save.isPending}
          isDisabled={Object.keys(changed).length === 0}
        >
          {say('save')}
        </Button>
      </div>
    </AnsweredForm>
  );
}
