/** One purchase of a traveler: what was paid, why it is in doubt, and what a person decides. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { moneyText } from '../../../data/amounts.ts';
import { purchaseQuery } from '../../../data/operator/money.ts';
import type { OperatorPurchase } from '../../../data/types.ts';
import { Panel } from '../../../lists/panel.tsx';
import { useScope } from '../../../shell/use-scope.ts';
import { CopyText } from '../../../ui/copy.tsx';
import { Facts, type Fact } from '../../../ui/facts.tsx';
import { Exactly } from '../../../ui/moment.tsx';
import { useWords } from '../../../words.tsx';
import { PartnerLink } from '../partner-link.tsx';
import { DecidePurchase } from './decide-purchase.tsx';
import { STATUS_TEXTS } from './doubt.ts';
import { Doubt } from './purchases.tsx';

export function PurchasePanel() {
  const { say } = useWords();
  const { may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const { data, ...purchase } = useQuery(purchaseQuery(id));
  return (
    <Panel
      title={id}
      heading={<span className="font-mono text-base break-all">{id}</span>}
      of={say('purchasesInDoubt')}
      error={purchase.error}
      onRetry={() => void purchase.refetch()}
      isPending={purchase.isPending}
    >
      {data !== undefined && (
        <>
          {data.doubt !== null && may('operator.review') && <DecidePurchase purchase={data} />}
          <Details purchase={data} />
        </>
      )}
    </Panel>
  );
}

function Details({ purchase }: { purchase: OperatorPurchase }) {
  const { say, locale } = useWords();
  const when = (text: string, at: string | null): Fact =>
    at === null ? null : [text, <Exactly key="at" at={at} />];
  const copied = (text: string, id: string | null): Fact =>
    id === null ? null : [text, <CopyText key="id" text={id} />];
  return (
    <Facts
      facts={[
        [say('state'), say(STATUS_TEXTS[purchase.status])],
        purchase.doubt === null
          ? null
          : [say('purchaseDoubt'), <Doubt key="doubt" purchase={purchase} />],
        when(say('purchaseSince'), purchase.since),
        purchase.refund_reason === null
          ? null
          : [say('refundReason'), <q key="reason">{purchase.refund_reason}</q>],
        [say('purchaseAmount'), moneyText(purchase.amount, purchase.currency, locale)],
        [say('catalogBundle'), <CopyText key="bundle" text={purchase.package_id} />],
        [
          say('itsPartner'),
          <PartnerLink key="partner" id={purchase.partner_id} name={purchase.partner} />,
        ],
        copied(say('travelerId'), purchase.user_id),
        copied(say('purchaseBooking'), purchase.booking_id),
        copied(say('checkoutId'), purchase.checkout_id),
        copied(say('paymentId'), purchase.payment_id),
        when(say('purchaseBegun'), purchase.created_at),
        when(say('purchasePaidAt'), purchase.paid_at),
        when(say('purchaseDelivered'), purchase.provisioned_at),
        when(say('refundAskedAt'), purchase.refund_requested_at),
      ]}
    />
  );
}
