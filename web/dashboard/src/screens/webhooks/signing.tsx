/** The secret that every delivery is signed with: shown once, and renewed without a gap. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { queryClient } from '../../data/queries.ts';
import type { RotatedSecret, WebhookSettings } from '../../data/types.ts';
import { webhooksQuery } from '../../data/webhooks.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { NamedSecret, Snippet } from '../../ui/copy.tsx';
import { Confirm, Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Card, Row, Section } from '../../ui/page.tsx';
import { Badge, Notice, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function Signing({
  scope,
  settings: { is_signed: isSigned, previous_secret_valid_until: until },
  mayManage,
  onSecret,
}: {
  scope: Scope;
  settings: WebhookSettings;
  mayManage: boolean;
  onSecret(secret: string): void;
}) {
  const { say, time } = useWords();
  const [isAsked, setAsked] = useState(false);
  return (
    <Section title={say('signing')} lead={say('signingLead')}>
      <Card>
        <ul>
          <Row
            actions={
              mayManage && (
                <Button onPress={() => setAsked(true)}>
                  {say(isSigned ? 'rotateSecret' : 'makeSecret')}
                </Button>
              )
            }
          >
            <p className="flex flex-wrap items-center gap-2 font-medium">
              {say('signingSecret')}
              {isSigned ? (
                <Badge tone="good">{say('on')}</Badge>
              ) : (
                <Badge tone="warn">{say('notSigned')}</Badge>
              )}
            </p>
            {until !== null && (
              <p className="text-sm text-muted">{say('previousSecret', { until: time(until) })}</p>
            )}
          </Row>
        </ul>
      </Card>
      <RotateSecret
        scope={scope}
        isFirst={!isSigned}
        hasPrevious={until !== null}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onSecret={onSecret}
      />
    </Section>
  );
}

function RotateSecret({
  scope,
  isFirst,
  hasPrevious,
  isOpen,
  onClose,
  onSecret,
}: {
  scope: Scope;
  isFirst: boolean;
  hasPrevious: boolean;
  isOpen: boolean;
  onClose(): void;
  onSecret(secret: string): void;
}) {
  const { say } = useWords();
  const rotate = useMutation({
    mutationFn: () => call<RotatedSecret>('POST', `${scope.path}/webhooks/rotate-secret`, {}),
    onSuccess: async ({ signing_secret: secret }) => {
      onClose();
      onSecret(secret);
      await queryClient.invalidateQueries(webhooksQuery(scope.path));
    },
  });
  return (
    <Confirm
      title={say(isFirst ? 'makeSecretTitle' : 'rotateSecretTitle')}
      text={
        <div className="flex flex-col gap-3">
          <p>{say(isFirst ? 'makeSecretText' : 'rotateSecretText')}</p>
          {hasPrevious && <Notice tone="warn">{say('rotateSecretTwice')}</Notice>}
        </div>
      }
      action={say(isFirst ? 'makeSecret' : 'rotateSecret')}
      look={hasPrevious ? 'danger' : 'primary'}
      isPending={rotate.isPending}
      trouble={<Trouble error={rotate.error} />}
      isOpen={isOpen}
      onClose={() => {
        rotate.reset();
        onClose();
      }}
      onConfirm={() => rotate.mutate()}
    />
  );
}

export function SigningSecretOnce({ secret, onClose }: { secret: string; onClose(): void }) {
  const { say } = useWords();
  return (
    <Dialog title={say('signingSecret')} isOpen isWide onClose={onClose} mayClose={false}>
      <Notice tone="warn">{say('signingSecretOnce')}</Notice>
      <NamedSecret label={say('signingSecret')} text={secret} />
      <Snippet label=".env" text={`HUBBY_WEBHOOK_SECRET=${secret}`} />
      <DialogButtons>
        <Button look="primary" onPress={onClose}>
          {say('newKeyKept')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
