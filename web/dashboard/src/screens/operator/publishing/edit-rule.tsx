/** One rule as its file is: what docs/publishing.md explains, looked at by the server. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { publishingChanged, putRule } from '../../../data/operator/supply.ts';
import type { PublishingRule } from '../../../data/types.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';
import { JsonTrouble } from '../suppliers/json-trouble.tsx';

const FIRST = {
  destinations: ['countries'],
  types: ['data-limited'],
  sizes: ['1GB', '3GB', '5GB'],
  durations: [7, 30],
  margin: { percent: 40, minimum: 0.5 },
  floor: { amount: 0.3 },
  rounding: { net: '9', recommended: '99' },
  recommended: { factor: 1.8 },
};

/** Without its name, which is its address, and the currency, which is the catalog's. */
function textOf(rule: PublishingRule | null): string {
  if (rule === null) return JSON.stringify(FIRST, null, 2);
  const { name: _name, currency: _currency, ...rest } = rule;
  return JSON.stringify(rest, null, 2);
}

export function EditRule({ rule, onClose }: { rule: PublishingRule | null; onClose(): void }) {
  const { say } = useWords();
  const [name, setName] = useState(rule?.name ?? '');
  const [text, setText] = useState(() => textOf(rule));
  const put = useMutation({
    mutationFn: async () => putRule(name.trim(), JSON.parse(text) as unknown),
    onSuccess: () => {
      onClose();
      toast(say('ruleSet'));
      return publishingChanged();
    },
  });
  const issues = useIssues(put.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    put.mutate();
  };
  return (
    <Dialog
      title={rule === null ? say('addRule') : say('ruleTitle', { name: rule.name })}
      isOpen
      onClose={onClose}
      isWide
    >
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        {rule === null && (
          <Field
            label={say('name')}
            hint={say('supplierNameHint')}
            name="name"
            isRequired
            autoFocus
            pattern="[a-z0-9\-]{2,40}"
            value={name}
            onChange={setName}
          />
        )}
        <TextArea
          label={say('publishRule')}
          hint={say('ruleHint')}
          isCode
          rows={18}
          value={text}
          onChange={setText}
        />
        <JsonTrouble error={put.error} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={put.isPending}>
            {say('save')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
