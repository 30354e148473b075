/** One support request: what is asked, from which phone, what was answered, and with whom it is. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { isMasked } from '../../data/masked.ts';
import { supportRequestQuery } from '../../data/support.ts';
import type { PartnerSupportRequest } from '../../data/types.ts';
import { Panel } from '../../lists/panel.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Facts } from '../../ui/facts.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Exactly } from '../../ui/moment.tsx';
import { useWords } from '../../words.tsx';
import { AnsweredSteps, contextFacts, ownSubject } from './about-request.tsx';
import { HandOn } from './hand-on.tsx';
import { RequestState, symptomText } from './state.tsx';

export function SupportRequestPanel() {
  const { say } = useWords();
  const { path, may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useQuery(supportRequestQuery(path, id));
  const name = data === undefined ? say('supportOne') : symptomText(data.symptom, say);
  return (
    <Panel
      title={name}
      heading={<span className="break-words">{name}</span>}
      of={say('supportRequests')}
      actions={
        <>
          <RevealSwitch where={`support_requests/${id}`} />
          {may('bookings.act') && data !== undefined && <HandOn key={id} request={data} />}
        </>
      }
      error={error}
      onRetry={() => void refetch()}
      isPending={isPending}
    >
      {data !== undefined && <Details request={data} />}
    </Panel>
  );
}

function Details({ request }: { request: PartnerSupportRequest }) {
  const words = useWords();
  const { say } = words;
  const { partner } = useParams({ strict: false });
  return (
    <>
      <Words request={request} />
      <Facts
        facts={[
          [say('state'), <RequestState key="state" status={request.status} />],
          [
            say('traveler'),
            <TextLink
              key="traveler"
              to="/p/$partner/travelers/$id"
              params={{ partner, id: request.traveler_id }}
            >
              <span className="break-all">{request.external_user_id}</span>
            </TextLink>,
          ],
          ...contextFacts(request, words),
          [say('when'), <Exactly key="at" at={request.created_at} />],
          request.updated_at === request.created_at
            ? null
            : [say('supportMoved'), <Exactly key="moved" at={request.updated_at} />],
        ]}
      />
      <AnsweredSteps steps={request.steps} locale={request.locale} />
    </>
  );
}

function Words({ request }: { request: PartnerSupportRequest }) {
  const { body } = request;
  const subject = ownSubject(request);
  const { say } = useWords();
  const { may } = useScope();
  if (isMasked(body))
    return (
      <p className="text-muted">
        {say(may('people.read') ? 'supportWordsMasked' : 'supportWordsHidden')}
      </p>
    );
  return (
    <div className="flex flex-col gap-1">
      {subject !== null && <p className="font-medium break-words">{subject}</p>}
      <p className="break-words whitespace-pre-wrap">{body}</p>
    </div>
  );
}
