/** A passkey of this device, under a name by which its member knows it again. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { addPasskey, deviceName, isDeclined } from '../../data/factors.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function AddPasskey({
  onAdded,
  onCancel,
}: {
  /** recovery codes, where it is the first factor */
  onAdded(codes: readonly string[] | undefined): void;
  onCancel(): void;
}) {
  const { say } = useWords();
  const [label, setLabel] = useState(deviceName);
  const add = useMutation({
    mutationFn: () => addPasskey(label.trim()),
    onSuccess: ({ recovery_codes: codes }) => onAdded(codes),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label={say('passkeyName')}
        hint={say('passkeyNameHint')}
        name="label"
        maxLength={100}
        value={label}
        onChange={setLabel}
      />
      {isDeclined(add.error) ? (
        <Notice tone="plain" isAlert>
          {say('passkeyNotMade')}
        </Notice>
      ) : (
        <Trouble error={add.error} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onCancel}>{say('cancel')}</Button>
        <Button look="primary" type="submit" isPending={add.isPending}>
          {say('addPasskey')}
        </Button>
      </div>
    </Form>
  );
}
