/** One support request: what is asked, of which eSIM and trip, what was answered, and its end. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { closeSupport, supportChanged, supportQuery } from '../../../data/operator/orders.ts';
import type { SupportRequest } from '../../../data/types.ts';
import { Panel } from '../../../lists/panel.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyText } from '../../../ui/copy.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Exactly } from '../../../ui/moment.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';
import { PartnerLink } from '../partner-link.tsx';
import { AnsweredSteps, contextFacts } from '../../support/about-request.tsx';
import { SupportState } from './state.tsx';

export function SupportPanel() {
  const { say } = useWords();
  const { id = '' } = useParams({ strict: false });
  const { data, ...request } = useQuery(supportQuery(id));
  const name = data?.subject ?? id;
  return (
    <Panel
      title={name}
      heading={<span className="break-words">{name}</span>}
      of={say('supportQueue')}
      actions={data !== undefined && data.status !== 'closed' && <Close id={id} />}
      error={request.error}
      onRetry={() => void request.refetch()}
      isPending={request.isPending}
    >
      {data !== undefined && <Details request={data} />}
    </Panel>
  );
}

function Close({ id }: { id: string }) {
  const { say } = useWords();
  const close = useMutation({
    mutationFn: () => closeSupport(id),
    onSuccess: () => {
      toast(say('supportIsClosed'));
      return supportChanged();
    },
  });
  return (
    <>
      <Button look="primary" isPending={close.isPending} onPress={() => close.mutate()}>
        {say('supportClose')}
      </Button>
      <Trouble error={close.error} />
    </>
  );
}

function Details({ request }: { request: SupportRequest }) {
  const words = useWords();
  const { say } = words;
  return (
    <>
      <p className="break-words whitespace-pre-wrap">{request.body}</p>
      <Facts
        facts={[
          [say('state'), <SupportState key="state" status={request.status} />],
          [
            say('itsPartner'),
            <PartnerLink key="partner" id={request.partner_id} name={request.partner} />,
          ],
          [say('traveler'), <CopyText key="traveler" text={request.external_user_id} />],
          ...contextFacts(request, words),
          [say('when'), <Exactly key="at" at={request.created_at} />],
        ]}
      />
      <AnsweredSteps steps={request.steps} locale={request.locale} />
    </>
  );
}
