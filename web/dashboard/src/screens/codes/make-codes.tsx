/** Codes are made: how many, for what, until when. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { batchesChanged, makeBatch, type BatchDraft } from '../../data/codes.ts';
import { useScope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import { PACKAGE_TYPE_TEXTS, PACKAGE_TYPES } from '../prices/package-types.ts';

const EMPTY: BatchDraft = {
  name: '',
  count: '100',
  valid_until: '',
  destination: '',
  size: '1GB',
  package_type: 'data-limited',
  package_duration: '',
};

export function MakeCodes() {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        {say('codesMake')}
      </Button>
      {isOpen && <MakeDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function MakeDialog({ onClose }: { onClose(): void }) {
  const { say } = useWords();
  const { path } = useScope();
  const navigate = useNavigate();
  const { partner } = useParams({ strict: false });
  const [draft, setDraft] = useState(EMPTY);
  const make = useMutation({
    mutationFn: () => makeBatch(path, draft),
    onSuccess: async ({ id }) => {
      onClose();
      await batchesChanged(path);
      void navigate({ to: '/p/$partner/codes/$id', params: { partner: partner!, id } });
    },
  });
  const issues = useIssues(make.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Dialog title={say('codesMake')} isOpen onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Fields draft={draft} onChange={(some) => setDraft({ ...draft, ...some })} />
        {!issues.has(...Object.keys(EMPTY)) && <Trouble error={make.error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={make.isPending}>
            {say('codesMake')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}

type Editing = { draft: BatchDraft; onChange(some: Partial<BatchDraft>): void };

const fieldsOf =
  (draft: BatchDraft, onChange: Editing['onChange']) => (name: keyof BatchDraft) => ({
    name,
    value: draft[name],
    onChange: (value: string) => onChange({ [name]: value }),
  });

function Fields({ draft, onChange }: Editing) {
  const { say } = useWords();
  const of = fieldsOf(draft, onChange);
  return (
    <>
      <Field
        {...of('name')}
        label={say('name')}
        hint={say('codesNameHint')}
        isRequired
        autoFocus
        maxLength={100}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          {...of('count')}
          label={say('codesHowMany')}
          isRequired
          inputMode="numeric"
          maxLength={5}
        />
        <Field {...of('valid_until')} label={say('codesLastDay')} isRequired type="date" />
        <PackageFields draft={draft} onChange={onChange} />
      </div>
    </>
  );
}

/** What they are for. */
function PackageFields({ draft, onChange }: Editing) {
  const { say } = useWords();
  const of = fieldsOf(draft, onChange);
  return (
    <>
      <Field
        {...of('destination')}
        label={say('priceDestination')}
        hint={say('codesDestinationHint')}
        maxLength={100}
      />
      <Field
        {...of('size')}
        label={say('strategySize')}
        hint={say('codesSizeHint')}
        maxLength={20}
      />
      <Choice
        label={say('priceKind')}
        value={draft.package_type}
        onChange={({ target }) => onChange({ package_type: target.value })}
        options={PACKAGE_TYPES.map((type) => [type, say(PACKAGE_TYPE_TEXTS[type])] as const)}
      />
      <Field
        {...of('package_duration')}
        label={say('codesDays')}
        hint={say('codesDaysHint')}
        inputMode="numeric"
        maxLength={4}
      />
    </>
  );
}
