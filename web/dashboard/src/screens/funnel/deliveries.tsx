/** What became of what was sent in these days, by its way. */
import { numberText, shareText } from '../../data/reports.ts';
import type { DeliveryReport } from '../../data/types.ts';
import { Section } from '../../ui/page.tsx';
import { Cell, rowClass, Table } from '../../ui/table.tsx';
import { useWords } from '../../words.tsx';

type Way = {
  name: string;
  total: number;
  arrived: number;
  share: number | null;
  back: number;
  waiting: number;
};

export function Deliveries({ report: { channels, webhooks } }: { report: DeliveryReport }) {
  const { say, locale } = useWords();
  const ways: Way[] = [
    ...channels.map((one) => ({
      name: CHANNELS[one.channel] ?? one.channel,
      total: one.total,
      arrived: one.delivered + one.complained,
      share: one.delivered_share,
      back: one.bounced + one.failed,
      waiting: one.pending + one.sent,
    })),
    {
      name: 'Webhooks',
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
          { text: say('channelAll'), isWide: true },
          { text: say('channelArrived') },
          { text: say('channelBack') },
          { text: say('channelWaiting'), isWide: true },
        ]}
      >
        {ways.map(({ name, total, arrived, share, back, waiting }) => (
          <tr key={name} className={rowClass}>
            <th scope="row" className="px-4 py-2.5 text-start font-medium">
              {name}
            </th>
            <Cell isWide className="tabular-nums">
              {count(total)}
            </Cell>
            <Cell className="tabular-nums">
              {count(arrived)}
              {share !== null && (
                <span className="block text-xs text-muted">{shareText(share, locale, 1)}</span>
              )}
            </Cell>
            <Cell className="tabular-nums">{count(back)}</Cell>
            <Cell isWide className="tabular-nums">
              {count(waiting)}
            </Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

/** Names that are the same in every language. */
const CHANNELS: Record<string, string> = {
  EMAIL: 'E-mail',
  SMS: 'SMS',
  WHATSAPP: 'WhatsApp',
  PUSH_NOTIFICATION: 'Push',
};
