/** One order at a supplier: what was tried and what came, and what a person decides. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { orderQuery } from '../../../data/operator/orders.ts';
import type { Evidence, ProviderOrder } from '../../../data/types.ts';
import { Panel, PanelPart } from '../../../lists/panel.tsx';
import { useScope } from '../../../shell/use-scope.ts';
import { Code } from '../../../ui/code.tsx';
import { CopyText } from '../../../ui/copy.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Exactly, Moment } from '../../../ui/moment.tsx';
import { useWords } from '../../../words.tsx';
import { PartnerLink } from '../partner-link.tsx';
import { Decide } from './decide.tsx';
import { OrderStateBadge } from './state.tsx';

export function OrderPanel() {
  const { say } = useWords();
  const { may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const { data, ...order } = useQuery(orderQuery(id));
  return (
    <Panel
      title={id}
      heading={<span className="font-mono text-base break-all">{id}</span>}
      of={say('reviewList')}
      error={order.error}
      onRetry={() => void order.refetch()}
      isPending={order.isPending}
    >
      {data !== undefined && (
        <>
          {data.state === 'needs_review' && may('operator.review') && <Decide order={data} />}
          <Details order={data} />
          <PanelPart title={say('evidence')}>
            {data.evidence.length === 0 ? (
              <p className="text-muted">{say('evidenceNone')}</p>
            ) : (
              <ol className="flex flex-col gap-3">
                {data.evidence.map((one, nth) => (
                  <Tried key={nth} evidence={one} nth={nth + 1} />
                ))}
              </ol>
            )}
          </PanelPart>
        </>
      )}
    </Panel>
  );
}

function Details({ order }: { order: ProviderOrder }) {
  const { say } = useWords();
  return (
    <Facts
      facts={[
        [say('state'), <OrderStateBadge key="state" state={order.state} />],
        [say('supplier'), order.provider],
        [say('kind'), say(order.kind === 'create_esim' ? 'orderEsim' : 'orderPackage')],
        [
          say('itsPartner'),
          <PartnerLink key="partner" id={order.partner_id} name={order.partner} />,
        ],
        [say('travelerId'), <CopyText key="traveler" text={order.traveler_id} />],
        order.iccid === null ? null : ['ICCID', <CopyText key="iccid" text={order.iccid} />],
        [say('ourReference'), <CopyText key="reference" text={order.reference} />],
        order.provider_order_id === null
          ? null
          : [say('supplierOrder'), <CopyText key="theirs" text={order.provider_order_id} />],
        [say('ordersSent'), say('times', { count: order.sends })],
        [say('when'), <Exactly key="at" at={order.created_at} />],
      ]}
    />
  );
}

function Tried({ evidence: { at, why, ...rest }, nth }: { evidence: Evidence; nth: number }) {
  const { say } = useWords();
  return (
    <li className="flex flex-col gap-1 border-s-2 border-line ps-3">
      {at !== undefined && (
        <span className="text-sm text-muted">
          <Moment at={at} />
        </span>
      )}
      {why !== undefined && <p className="break-words">{why}</p>}
      {Object.keys(rest).length > 0 && (
        <Code label={say('evidenceNumber', { number: nth })} text={JSON.stringify(rest)} isJson />
      )}
    </li>
  );
}
