/** How one signs in: passkeys, an authenticator app, recovery codes. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { sessionAgain } from '../../data/queries.ts';
import type { RecoveryCodes } from '../../data/types.ts';
import { useSession } from '../../shell/use-session.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, Dialog } from '../../ui/dialog.tsx';
import { Card, Row, Section } from '../../ui/page.tsx';
import { Badge, Notice, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { AddTotp } from '../factors/add-totp.tsx';
import { RecoveryCodesOnce } from '../factors/recovery-codes.tsx';
import { AccountPage } from './account-page.tsx';
import { Passkeys } from './passkeys.tsx';

export function Security() {
  const { say } = useWords();
  // Whom a directory vouches for is not the person that other partners know.
  if (useSession().signed_in_by === 'sso')
    return (
      <AccountPage title="security">
        <Notice tone="plain">{say('ssoOwnFactors')}</Notice>
      </AccountPage>
    );
  return (
    <AccountPage title="security">
      <Factors />
    </AccountPage>
  );
}

function Factors() {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { say } = useWords();
  const show = (made: readonly string[] | undefined): void =>
    setCodes(made === undefined || made.length === 0 ? null : made);
  return (
    <>
      <Passkeys onCodes={show} />
      <App onCodes={show} />
      <Recovery onCodes={show} />
      <Dialog
        title={say('recoveryTitle')}
        isOpen={codes !== null}
        onClose={() => setCodes(null)}
        mayClose={false}
      >
        <p className="text-muted">{say('recoveryText')}</p>
        <RecoveryCodesOnce codes={codes ?? []} onDone={() => setCodes(null)} />
      </Dialog>
    </>
  );
}

type Codes = { onCodes(codes: readonly string[] | undefined): void };

function App({ onCodes }: Codes) {
  const { say } = useWords();
  const { has_totp: hasTotp } = useSession().member;
  const [isAdding, setAdding] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => call('DELETE', 'totp'),
    onSuccess: async () => {
      setAsked(false);
      await sessionAgain();
      toast(say('totpRemoved'));
    },
  });
  return (
    <Section title={say('authenticator')} lead={say('authenticatorLead')}>
      <Card>
        <ul>
          <Row
            actions={
              hasTotp ? (
                <Button onPress={() => setAsked(true)}>{say('remove')}</Button>
              ) : (
                <Button onPress={() => setAdding(true)}>{say('setUp')}</Button>
              )
            }
          >
            <p className="flex flex-wrap items-center gap-2 font-medium">
              {say('authenticatorApp')}
              {hasTotp ? <Badge tone="good">{say('on')}</Badge> : <Badge>{say('off')}</Badge>}
            </p>
          </Row>
        </ul>
      </Card>
      <Dialog title={say('addTotpTitle')} isOpen={isAdding} onClose={() => setAdding(false)}>
        <p className="text-muted">{say('addTotpText')}</p>
        <AddTotp
          onCancel={() => setAdding(false)}
          onAdded={(codes) => {
            setAdding(false);
            onCodes(codes);
            void sessionAgain();
          }}
        />
      </Dialog>
      <Confirm
        title={say('removeTotpTitle')}
        text={say('removeTotpText')}
        action={say('remove')}
        isPending={remove.isPending}
        trouble={<Trouble error={remove.error} />}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate()}
      />
    </Section>
  );
}

/** There are some once there is a factor that they stand in for. */
function Recovery({ onCodes }: Codes) {
  const { say } = useWords();
  const { member } = useSession();
  const [isAsked, setAsked] = useState(false);
  const make = useMutation({
    mutationFn: () => call<RecoveryCodes>('POST', 'recovery-codes', {}),
    onSuccess: async ({ recovery_codes: codes }) => {
      setAsked(false);
      onCodes(codes);
      await sessionAgain();
    },
  });
  if (member.passkeys === 0 && !member.has_totp) return null;
  const left = member.recovery_codes_left;
  return (
    <Section title={say('recoveryTitle')} lead={say('recoveryCodesLead')}>
      <Card>
        <ul>
          <Row actions={<Button onPress={() => setAsked(true)}>{say('newCodes')}</Button>}>
            <p className="flex flex-wrap items-center gap-2 font-medium">
              {say('codesLeft', { count: left })}
              {left < 3 && <Badge tone="warn">{say('fewCodes')}</Badge>}
            </p>
          </Row>
        </ul>
      </Card>
      <Confirm
        title={say('newCodesTitle')}
        text={say('newCodesText')}
        action={say('newCodes')}
        look="primary"
        isPending={make.isPending}
        trouble={<Trouble error={make.error} />}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => make.mutate()}
      />
    </Section>
  );
}
