/** Addresses that nothing more is sent to, until somebody lifts that. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { liftSuppression, suppressionsQuery } from '../../data/messages.ts';
import type { Suppression } from '../../data/types.ts';
import { isMasked } from '../../data/masked.ts';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Card, Page, Row } from '../../ui/page.tsx';
import { Badge, Empty, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

export function SuppressionsScreen() {
  const { say } = useWords();
  const { path } = useScope();
  const pages = useInfiniteQuery(suppressionsQuery(path));
  const [asked, setAsked] = useState<string | null>(null);
  const all = pages.data?.pages.flatMap((page) => page.suppressions) ?? [];
  return (
    <Page
      title={say('suppressions')}
      lead={say('suppressionsLead')}
      actions={<RevealSwitch where="suppressions" />}
    >
      <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Skeleton rows={5} />}
      {pages.isSuccess && all.length === 0 && (
        <Empty title={say('suppressionsNone')}>{say('suppressionsNoneText')}</Empty>
      )}
      {all.length > 0 && (
        <Card>
          <ul>
            {all.map((one, at) => (
              // Masked ones may look alike.
              <Address key={`${one.recipient} ${at}`} suppression={one} onLift={setAsked} />
            ))}
          </ul>
        </Card>
      )}
      {pages.hasNextPage && (
        <Button
          className="self-center"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          {say('moreAddresses')}
        </Button>
      )}
      <Lift path={path} recipient={asked} onClose={() => setAsked(null)} />
    </Page>
  );
}

function Address({
  suppression: { recipient, reason, message_id: id, suppressed_at: at },
  onLift,
}: {
  suppression: Suppression;
  onLift(recipient: string): void;
}) {
  const { say } = useWords();
  const { may } = useScope();
  const { partner } = useParams({ strict: false });
  return (
    <Row
      actions={
        may('bookings.act') &&
        !isMasked(recipient) && (
          <Button onPress={() => onLift(recipient)}>{say('liftSuppression')}</Button>
        )
      }
    >
      <p className="font-medium break-all">{recipient}</p>
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <Badge tone="danger">{say(reason === 'bounced' ? 'mailBounced' : 'mailComplained')}</Badge>
        <Moment at={at} />
        {id !== null && (
          <TextLink to="/p/$partner/messages/$id" params={{ partner, id }}>
            {say('showMessage')}
          </TextLink>
        )}
      </p>
    </Row>
  );
}

function Lift({
  path,
  recipient,
  onClose,
}: {
  path: string;
  recipient: string | null;
  onClose(): void;
}) {
  const { say } = useWords();
  const lift = useMutation({
    mutationFn: () => liftSuppression(path, recipient!),
    onSuccess: () => {
      toast(say('suppressionLifted'));
      onClose();
    },
  });
  return (
    <Confirm
      title={say('liftTitle', { address: recipient ?? '' })}
      text={say('liftText')}
      action={say('liftSuppression')}
      look="primary"
      isPending={lift.isPending}
      trouble={<Trouble error={lift.error} />}
      isOpen={recipient !== null}
      onClose={() => {
        lift.reset();
        onClose();
      }}
      onConfirm={() => lift.mutate()}
    />
  );
}
