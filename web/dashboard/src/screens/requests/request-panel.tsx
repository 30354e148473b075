/** One request: what was asked, what was answered, and what to do about it. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { numberText } from '../../data/reports.ts';
import type { ComponentProps, ReactNode } from 'react';
import { requestQuery } from '../../data/log.ts';
import type { LoggedBody, RequestDetails } from '../../data/types.ts';
import { Panel, PanelPart } from '../../lists/panel.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Code } from '../../ui/code.tsx';
import { CopyText } from '../../ui/copy.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { OutLink, TextLink } from '../../ui/link.tsx';
import { Notice } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';
import { curlOf } from './curl.ts';
import { durationText, useKeyLabels } from './requests.tsx';
import { Status } from './status.tsx';

export function RequestPanel() {
  const { say } = useWords();
  const { path, may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const request = useQuery(requestQuery(path, id));
  const { data } = request;
  return (
    <Panel
      title={data === undefined ? say('request') : `${data.method} ${data.path}`}
      heading={
        data !== undefined && (
          <span className="flex items-start gap-2">
            <span className="mt-0.5 leading-none">
              <Status code={data.status} />
            </span>
            <span className="min-w-0 font-mono text-sm break-all">
              {data.method} {data.path}
            </span>
          </span>
        )
      }
      of={say('requests')}
      actions={may('bodies.read') && <RevealSwitch where={`requests/${id}`} />}
      error={request.error}
      onRetry={() => void request.refetch()}
      isPending={request.isPending}
    >
      {data !== undefined && <Details request={data} />}
    </Panel>
  );
}

function Details({ request }: { request: RequestDetails }) {
  const { say } = useWords();
  const curl = curlOf(request);
  return (
    <>
      {request.error_type !== null && <Failure request={request} type={request.error_type} />}
      <Summary request={request} />
      <Made made={request.made} />
      <PanelPart title={say('requestBody')}>
        <Body
          label={say('requestBody')}
          body={request.request_body}
          bytes={request.request_bytes}
        />
      </PanelPart>
      <PanelPart title={say('responseBody')}>
        <Body
          label={say('responseBody')}
          body={request.response_body}
          bytes={request.response_bytes}
        />
      </PanelPart>
      {curl !== null && (
        <PanelPart title={say('repeat')}>
          <Code label={say('repeat')} text={curl} note={say('repeatHint')} />
        </PanelPart>
      )}
    </>
  );
}

/** What it failed of: what that means, and what else failed of it. */
function Failure({ request, type }: { request: RequestDetails; type: string }) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  const { operation_id: operation, doc_url: doc } = request;
  return (
    <Notice tone={request.status >= 500 ? 'danger' : 'warn'}>
      <p className="font-mono text-sm font-semibold">{type}</p>
      <p className="flex flex-wrap gap-x-4">
        {doc !== null && <OutLink href={doc}>{say('errorDoc')}</OutLink>}
        <TextLink
          to="/p/$partner/requests"
          params={{ partner }}
          search={{ error_type: type, ...(operation === null ? {} : { operation }) }}
        >
          {say('sameErrors')}
        </TextLink>
      </p>
    </Notice>
  );
}

function Summary({ request }: { request: RequestDetails }) {
  const { say, locale, exactly } = useWords();
  const labels = useKeyLabels();
  const { key_id: key, id, request_id: given } = request;
  return (
    <Facts
      facts={[
        [
          say('when'),
          <time key="at" dateTime={request.at}>
            {exactly(request.at)}
          </time>,
        ],
        [say('duration'), durationText(request.duration_ms, locale)],
        [say('requestId'), <CopyText key="id" text={given} />],
        given === id ? null : [say('ownId'), <CopyText key="own" text={id} />],
        request.query === null || request.query === ''
          ? null
          : [
              say('query'),
              <code key="query" className="font-mono text-xs break-all">
                {request.query}
              </code>,
            ],
        request.operation_id === null ? null : [say('operation'), request.operation_id],
        key === null
          ? null
          : [say('apiKey'), <KeyName key="key" id={key} label={labels.get(key)} />],
        request.ip === null ? null : [say('address'), <CopyText key="ip" text={request.ip} />],
        request.user_agent === null ? null : [say('client'), request.user_agent],
      ]}
    />
  );
}

const KeyName = ({ id, label }: { id: string; label: string | undefined }): ReactNode => (
  <>
    {label !== undefined && label !== id && <span>{label}</span>}
    <CopyText text={id} />
  </>
);

/** What came of it, each by its own panel. */
function Made({ made }: { made: RequestDetails['made'] }) {
  const { say } = useWords();
  const { bookings, package_queues: plans, events, imports } = made;
  const facts = [
    madeFact(say('bookings'), '/p/$partner/bookings/$id', bookings.map(bookingLink)),
    madeFact(say('plans'), '/p/$partner/travelers/$id', plans.map(planLink)),
    madeFact(say('imports'), '/p/$partner/imports/$id', imports.map(importLink)),
    madeFact(say('events'), '/p/$partner/events/$id', events.map(eventLink)),
  ];
  if (facts.every((one) => one === null)) return null;
  return (
    <PanelPart title={say('cameOfIt')}>
      <Facts facts={facts} />
    </PanelPart>
  );
}

type Linked = { id: string; text: string };
type To = ComponentProps<typeof TextLink>['to'];
const bookingLink = (one: { id: string; booking_id: string | null }): Linked => ({
  id: one.id,
  text: one.booking_id ?? one.id,
});
/** A plan is looked at where its traveler is. */
const planLink = (one: { uuid: string; traveler_id: string }): Linked => ({
  id: one.traveler_id,
  text: one.uuid,
});
const importLink = (id: string): Linked => ({ id, text: id });
const eventLink = (one: { event_id: string; event: string }): Linked => ({
  id: one.event_id,
  text: one.event,
});

const madeFact = (term: string, to: To, links: readonly Linked[]): Fact =>
  links.length === 0
    ? null
    : [term, links.map((one) => <MadeLink key={`${one.id} ${one.text}`} to={to} {...one} />)];

function MadeLink({ to, id, text }: Linked & { to: To }) {
  const { partner } = useParams({ strict: false });
  return (
    <TextLink to={to} params={{ partner, id }}>
      <span className="break-all">{text}</span>
    </TextLink>
  );
}

const NOT_SHOWN: Record<Exclude<LoggedBody['state'], 'shown'>, Key> = {
  none: 'bodyNone',
  secret: 'bodySecret',
  dropped: 'bodyDropped',
};

function Body({ label, body, bytes }: { label: string; body: LoggedBody; bytes: number }) {
  const { say, locale } = useWords();
  if (body.state !== 'shown' || body.text === null)
    return (
      <p className="text-muted">{say(NOT_SHOWN[body.state === 'shown' ? 'none' : body.state])}</p>
    );
  const notes = [
    `${numberText(bytes, locale)}\u00a0B`,
    ...(body.is_masked ? [say('bodyMasked')] : []),
    ...(body.is_cut ? [say('bodyCut')] : []),
  ];
  return <Code label={label} text={body.text} isJson note={notes.join(' · ')} />;
}
