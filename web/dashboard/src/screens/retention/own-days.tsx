/** The days that a partner sets itself. What becomes older by that is deleted, so it is asked first. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ownRetention, setRetention } from '../../data/retention.ts';
import type { Settings } from '../../data/settings.ts';
import type { Kept, Retention, RetentionName } from '../../data/types.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords, type Key } from '../../words.tsx';

const NAMES = ['request_days', 'request_body_days', 'message_days'] as const;
const LABELS: Record<RetentionName, Key> = {
  request_days: 'keptRequests',
  request_body_days: 'keptBodies',
  message_days: 'keptTexts',
};

type Written = Record<RetentionName, string>;

const writtenOf = (own: Retention): Written => ({
  request_days: String(own.request_days ?? ''),
  request_body_days: String(own.request_body_days ?? ''),
  message_days: String(own.message_days ?? ''),
});
/** What is no number is sent as it is not: the server says so at its field. */
const retentionOf = (written: Written): Retention =>
  Object.fromEntries(
    NAMES.filter((name) => written[name].trim() !== '').map((name) => [
      name,
      Number(written[name].trim()),
    ]),
  );

export function OwnDays({
  path,
  kept,
  settings,
}: {
  path: string;
  kept: readonly Kept[];
  settings: Settings;
}) {
  const { say } = useWords();
  const [written, setWritten] = useState(writtenOf(ownRetention(settings)));
  const [isAsking, setAsking] = useState(false);
  const rules: Rules = new Map(kept.map((one) => [one.setting, one]));
  const change = useMutation({
    mutationFn: () => setRetention(path, retentionOf(written)),
    onSuccess: () => toast(say('saved')),
    onSettled: () => setAsking(false),
  });
  const issues = useIssues(change.error);
  const isFewer = Object.entries(retentionOf(written)).some(
    ([name, days]) => days < (rules.get(name as RetentionName)?.days ?? 0),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isFewer) setAsking(true);
    else change.mutate();
  };
  return (
    <Section title={say('keptOwn')} lead={say('keptOwnLead')}>
      <Card className="p-4">
        <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
          <Days written={written} rules={rules} onChange={setWritten} />
          {!issues.has(...NAMES.map((name) => `retention.${name}`)) && (
            <Trouble error={change.error} />
          )}
          <div>
            <Button look="primary" type="submit" isPending={change.isPending}>
              {say('save')}
            </Button>
          </div>
        </AnsweredForm>
      </Card>
      <Confirm
        title={say('keptFewer')}
        text={say('keptFewerText')}
        action={say('keptFewerButton')}
        isOpen={isAsking}
        isPending={change.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => change.mutate()}
      />
    </Section>
  );
}

type Rules = ReadonlyMap<RetentionName | null, Kept>;

function Days({
  written,
  rules,
  onChange,
}: {
  written: Written;
  rules: Rules;
  onChange(written: Written): void;
}) {
  const { say } = useWords();
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      {NAMES.map((name) => {
        const most = rules.get(name)?.most_days ?? 0;
        return (
          <Field
            key={name}
            label={say(LABELS[name])}
            hint={say('keptMost', { count: most })}
            name={`retention.${name}`}
            inputMode="numeric"
            placeholder={String(most)}
            value={written[name]}
            onChange={(text) => onChange({ ...written, [name]: text })}
          />
        );
      })}
    </div>
  );
}
