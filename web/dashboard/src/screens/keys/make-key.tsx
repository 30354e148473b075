/** A key is made: what it is for, what it may do, and until when. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call } from '../../data/client.ts';
import { inDays, keysQuery, listOf, scopesToGive, USUAL_SCOPES } from '../../data/keys.ts';
import { queryClient } from '../../data/queries.ts';
import type { KeyScope, MadeKey } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Check, Choice, Field, labelClass } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import { AllowedIps } from './addresses.tsx';
import { SCOPE_MAY, SCOPE_TEXTS } from './scope-texts.ts';

const LIVES = ['never', '30', '90', '365', 'day'] as const;
type Life = (typeof LIVES)[number];

export function MakeKey({
  scope,
  onClose,
  onMade,
}: {
  scope: Scope;
  onClose(): void;
  onMade(key: MadeKey): void;
}) {
  const { say } = useWords();
  const [label, setLabel] = useState('');
  const [scopes, setScopes] = useState<readonly KeyScope[]>(USUAL_SCOPES);
  const [life, setLife] = useState<Life>('never');
  const [day, setDay] = useState('');
  const [addresses, setAddresses] = useState('');
  const make = useMutation({
    mutationFn: () =>
      call<MadeKey>('POST', `${scope.path}/keys`, {
        label: label.trim(),
        scopes,
        allowed_ips: listOf(addresses),
        ...(life === 'never' ? {} : { expires_at: life === 'day' ? day : inDays(Number(life)) }),
      }),
    onSuccess: async (key) => {
      onMade(key);
      await queryClient.invalidateQueries(keysQuery(scope.path));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  const { error } = make;
  const issues = useIssues(error);
  const isAtField = issues.has('label') || (life === 'day' && issues.has('expires_at'));
  return (
    <Dialog title={say('makeKeyTitle')} isOpen onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Label label={label} onChange={setLabel} />
        <Scopes own={scopesToGive(scope.may)} chosen={scopes} onChange={setScopes} />
        <Ends life={life} onLife={setLife} day={day} onDay={setDay} />
        <AllowedIps value={addresses} onChange={setAddresses} />
        {!isAtField && <Trouble error={error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            isPending={make.isPending}
            isDisabled={scopes.length === 0}
          >
            {say('makeKey')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}

function Label({ label, onChange }: { label: string; onChange(label: string): void }) {
  const { say } = useWords();
  return (
    <Field
      label={say('name')}
      hint={say('keyNameHint')}
      name="label"
      isRequired
      autoFocus
      maxLength={100}
      value={label}
      onChange={onChange}
    />
  );
}

function Ends({
  life,
  onLife,
  day,
  onDay,
}: {
  life: Life;
  onLife(life: Life): void;
  day: string;
  onDay(day: string): void;
}) {
  const { say } = useWords();
  return (
    <>
      <Choice
        label={say('expires')}
        value={life}
        onChange={(event) => onLife(event.target.value as Life)}
        options={LIVES.map((one) => [one, sayLife(say, one)] as const)}
      />
      {life === 'day' && <LastDay day={day} onChange={onDay} />}
    </>
  );
}

type Say = ReturnType<typeof useWords>['say'];

function sayLife(say: Say, life: Life): string {
  if (life === 'never') return say('keyLifeNever');
  return life === 'day' ? say('keyLifeDay') : say('keyLifeDays', { count: Number(life) });
}

/** Those that this member may not give are not offered. */
function Scopes({
  own,
  chosen,
  onChange,
}: {
  own: readonly KeyScope[];
  chosen: readonly KeyScope[];
  onChange(scopes: readonly KeyScope[]): void;
}) {
  const { say } = useWords();
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className={`${labelClass} mb-1`}>{say('keyMay')}</legend>
      {own.map((scope) => (
        <Check
          key={scope}
          label={say(SCOPE_TEXTS[scope])}
          hint={say(SCOPE_MAY[scope])}
          checked={chosen.includes(scope)}
          onChange={({ target }) =>
            onChange(own.filter((one) => (one === scope ? target.checked : chosen.includes(one))))
          }
        />
      ))}
    </fieldset>
  );
}

/** Of the partner's calendar: the key is good until it ends there. */
function LastDay({ day, onChange }: { day: string; onChange(day: string): void }) {
  const { say } = useWords();
  const today = new Date().toLocaleDateString('sv-SE');
  return (
    <Field
      label={say('keyLastDay')}
      hint={say('keyLastDayHint')}
      name="expires_at"
      type="date"
      isRequired
      value={day}
      onChange={onChange}
      validate={(value) => (value !== '' && value < today ? say('keyLastDayPast') : null)}
    />
  );
}
