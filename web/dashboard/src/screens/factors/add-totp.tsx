/** An authenticator app: its secret as a QR code and to type, then one code to prove that it works. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../data/client.ts';
import type { RecoveryCodes, Totp } from '../../data/types.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Secret } from '../../ui/copy.tsx';
import { Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function AddTotp({
  onAdded,
  onCancel,
}: {
  onAdded(codes: readonly string[]): void;
  onCancel(): void;
}) {
  const { say } = useWords();
  const begin = useMutation({ mutationFn: () => call<Totp>('POST', 'totp', {}) });
  const { mutate } = begin;
  useEffect(() => mutate(), [mutate]);
  return (
    <div className="flex flex-col gap-4">
      <Trouble error={begin.error} onRetry={() => mutate()} />
      {begin.isPending && <Skeleton rows={4} />}
      {begin.data !== undefined && <ShowSecret totp={begin.data} />}
      {begin.data === undefined ? (
        <Button onPress={onCancel} className="self-end">
          {say('cancel')}
        </Button>
      ) : (
        <ConfirmCode onAdded={onAdded} onCancel={onCancel} />
      )}
    </div>
  );
}

const ShowSecret = ({ totp }: { totp: Totp }) => {
  const { say } = useWords();
  return (
    <>
      <img
        src={`data:image/svg+xml,${encodeURIComponent(totp.qr_svg)}`}
        alt={say('totpQr')}
        className="size-44 self-center rounded-lg bg-[#fff] p-2"
      />
      <div className="flex flex-col gap-1">
        <p className="text-sm text-muted">{say('totpByHand')}</p>
        <Secret text={totp.secret} />
      </div>
    </>
  );
};

function ConfirmCode({
  onAdded,
  onCancel,
}: {
  onAdded(codes: readonly string[]): void;
  onCancel(): void;
}) {
  const { say } = useWords();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => call<RecoveryCodes>('POST', 'totp/confirm', { code: code.trim() }),
    onSuccess: ({ recovery_codes: codes }) => onAdded(codes),
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label={say('code')}
        hint={say('totpCodeHint')}
        name="code"
        isRequired
        inputMode="numeric"
        autoComplete="one-time-code"
        inputClassName="font-mono tracking-widest"
        value={code}
        onChange={setCode}
      />
      <Trouble error={confirm.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onCancel}>{say('cancel')}</Button>
        <Button look="primary" type="submit" isPending={confirm.isPending}>
          {say('confirm')}
        </Button>
      </div>
    </Form>
  );
}
