/** What became of what was sent in these days, by its way. */
import { numberText, shareText } from '../../data/reports.ts';
import type { DeliveryReport } from '../../data/types.ts';
import { Section } from '../../ui/page.tsx';
import { Cell, rowClass, Table } from '../../ui/table.tsx';
import { CHANNELS } from '../../data/messages.ts';
import { useScope } from '../../shell/use-scope.ts';
import { TextLink } from '../../ui/link.tsx';
import { useWords } from '../../words.tsx';

type Way = {
  name: string;
  /** null: it is no list of messages */
  channel: string | null;
  total: number;
  arrived: number;
  share: number | null;
  back: number;
  waiting: number;
};

export function Deliveries({ report }: { report: DeliveryReport }) {
  const { say, locale } = useWords();
  const { channels, webhooks } = report;
  const ways: Way[] = [
    ...channels.map((one) => ({
      name: CHANNELS[one.channel] ?? one.channel,
      channel: one.channel,
      total: one.total,
      arrived: one.delivered + one.complained,
      share: one.delivered_share,
      back: one.bounced + one.failed,
      waiting: one.pending + one.sent,
    })),
    {
      name: 'Webhooks',
      channel: null,
      total: webhooks.total,
      arrived: webhooks.delivered,
      share: webhooks.delivered_share,
      back: webhooks.exhausted,
      waiting: webhooks.pending,
    },
  ];
  const count = (value: number): string => numberText(value, locale);
  return (
    <Section title={say('deliveriesOfDays')}>
      <Table
        label={say('deliveriesOfDays')}
        head={[
          { text: say('channelWay') },
          { text: say('channelAll'), isFigure: true, isWide: true },
          { text: say('channelArrived'), isFigure: true },
          { text: say('channelBack'), isFigure: true },
          { text: say('channelWaiting'), isFigure: true, isWide: true },
        ]}
      >
        {ways.map(({ name, channel, total, arrived, share, back, waiting }) => (
          <tr key={name} className={rowClass}>
            <th scope="row" className="px-4 py-2.5 text-start font-medium">
              {channel === null ? name : <MessagesOf name={name} channel={channel} of={report} />}
            </th>
            <Cell isWide isFigure>
              {count(total)}
            </Cell>
            <Cell isFigure>
              {count(arrived)}
              {share !== null && (
                <span className="block text-xs text-muted">{shareText(share, locale, 1)}</span>
              )}
            </Cell>
            <Cell isFigure>{count(back)}</Cell>
            <Cell isWide isFigure>
              {count(waiting)}
            </Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

/** Those of these days. */
function MessagesOf({
  name,
  channel,
  of: { from, to },
}: {
  name: string;
  channel: string;
  of: DeliveryReport;
}) {
  const partner = useScope().partner?.slug;
  return (
    <TextLink
      to="/p/$partner/messages"
      params={{ partner }}
      search={{ channel, made_from: from, made_to: to }}
    >
      {name}
    </TextLink>
  );
}
