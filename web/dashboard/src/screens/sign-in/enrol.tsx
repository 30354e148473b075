/** A role that may do harm needs a factor more than a mailbox: it is added before anything else. */
import { getRouteApi } from '@tanstack/react-router';
import { Fingerprint, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useArrive } from '../../addresses.ts';
import { hasPasskeys } from '../../data/factors.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words.tsx';
import { AddPasskey } from '../factors/add-passkey.tsx';
import { AddTotp } from '../factors/add-totp.tsx';
import { RecoveryCodesOnce } from '../factors/recovery-codes.tsx';
import { FrontCard } from '../front.tsx';
import { StartOver } from './code.tsx';

const route = getRouteApi('/front/enrol');
type Step = 'choose' | 'passkey' | 'totp' | { codes: readonly string[] };

export function Enrol() {
  const { say } = useWords();
  const arrive = useArrive();
  const search = route.useSearch();
  const [step, setStep] = useState<Step>('choose');
  const finish = (): void => void arrive('full', search);
  const added = (codes: readonly string[] | undefined): void =>
    codes === undefined || codes.length === 0 ? finish() : setStep({ codes });
  const back = (): void => setStep('choose');

  if (typeof step === 'object')
    return (
      <FrontCard title={say('recoveryTitle')} lead={say('recoveryText')}>
        <RecoveryCodesOnce codes={step.codes} onDone={finish} />
      </FrontCard>
    );
  if (step === 'passkey')
    return (
      <FrontCard title={say('addPasskeyTitle')} lead={say('addPasskeyText')}>
        <AddPasskey onAdded={added} onCancel={back} />
      </FrontCard>
    );
  if (step === 'totp')
    return (
      <FrontCard title={say('addTotpTitle')} lead={say('addTotpText')}>
        <AddTotp onAdded={added} onCancel={back} />
      </FrontCard>
    );
  return (
    <FrontCard title={say('enrolTitle')} lead={say('enrolLead')}>
      <div className="flex flex-col gap-2">
        {hasPasskeys() && (
          <Button look="primary" onPress={() => setStep('passkey')}>
            <Fingerprint size={16} aria-hidden />
            {say('addPasskey')}
          </Button>
        )}
        <Button onPress={() => setStep('totp')}>
          <Smartphone size={16} aria-hidden />
          {say('addTotp')}
        </Button>
      </div>
      <p className="text-sm text-muted">{say('enrolHint')}</p>
      <StartOver />
    </FrontCard>
  );
}
