/** A channel is added, or changed: its address is given once and not shown again. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { addAddress, changeAddress } from '../../data/notifications.ts';
import type { NotificationAddress, PostLanguage, Subject } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Check, Choice, Field, labelClass } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import {
  POST_LANGUAGES,
  SUBJECT_TEXTS,
  SUBJECTS_OF_OPERATOR,
  SUBJECTS_OF_PARTNER,
} from './subject-texts.ts';

type Editing = { scope: Scope; address: NotificationAddress | null; onClose(): void };

export function EditAddress({ scope, address, onClose }: Editing) {
  const { say, locale } = useWords();
  const all = scope.partner === null ? SUBJECTS_OF_OPERATOR : SUBJECTS_OF_PARTNER;
  const [url, setUrl] = useState('');
  const [label, setLabel] = useState(address?.label ?? '');
  const [language, setLanguage] = useState<PostLanguage>(address?.language ?? languageOf(locale));
  const [subjects, setSubjects] = useState<readonly Subject[]>(address?.subjects ?? all);
  const save = useMutation({
    mutationFn: () => {
      const fields = {
        label: label.trim(),
        language,
        subjects: subjects.length === all.length ? null : subjects,
      };
      return address === null
        ? addAddress(scope.path, { ...fields, url: url.trim() })
        : changeAddress(scope.path, address, fields);
    },
    onSuccess: () => {
      toast(say(address === null ? 'channelAdded' : 'saved'));
      onClose();
    },
  });
  const issues = useIssues(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title={say(address === null ? 'addChannel' : 'changeChannel')} isOpen onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        {address === null && <Url url={url} onChange={setUrl} />}
        <Label label={label} onChange={setLabel} />
        <Choice
          label={say('language')}
          value={language}
          onChange={({ target }) => setLanguage(target.value as PostLanguage)}
          options={POST_LANGUAGES}
        />
        <Subjects all={all} chosen={subjects} onChange={setSubjects} />
        {!issues.has('url', 'label') && <Trouble error={save.error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            isPending={save.isPending}
            isDisabled={subjects.length === 0}
          >
            {say(address === null ? 'addChannel' : 'save')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}

const languageOf = (locale: string): PostLanguage =>
  POST_LANGUAGES.find(([language]) => locale.startsWith(language))?.[0] ?? 'en';

function Url({ url, onChange }: { url: string; onChange(url: string): void }) {
  const { say } = useWords();
  return (
    <Field
      label={say('channelUrl')}
      hint={say('channelUrlHint')}
      name="url"
      type="url"
      isRequired
      autoFocus
      autoComplete="off"
      maxLength={2_048}
      placeholder="https://hooks.slack.com/services/…"
      inputClassName="font-mono text-sm"
      value={url}
      onChange={onChange}
    />
  );
}

function Label({ label, onChange }: { label: string; onChange(label: string): void }) {
  const { say } = useWords();
  return (
    <Field
      label={say('name')}
      hint={say('channelNameHint')}
      name="label"
      isRequired
      maxLength={60}
      value={label}
      onChange={onChange}
    />
  );
}

function Subjects({
  all,
  chosen,
  onChange,
}: {
  all: readonly Subject[];
  chosen: readonly Subject[];
  onChange(chosen: readonly Subject[]): void;
}) {
  const { say } = useWords();
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className={`${labelClass} mb-1`}>{say('channelSubjects')}</legend>
      {all.map((subject) => (
        <Check
          key={subject}
          label={say(SUBJECT_TEXTS[subject])}
          checked={chosen.includes(subject)}
          onChange={({ target }) =>
            onChange(all.filter((one) => (one === subject ? target.checked : chosen.includes(one))))
          }
        />
      ))}
    </fieldset>
  );
}
