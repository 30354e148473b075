/** What the operator reads of an incident: plain English, a subject and paragraphs. */
import type { Facts, IncidentKind } from '../../incidents/incident.ts';

export type Text = { subject: string; paragraphs: string[] };

export type Told = Exclude<IncidentKind, 'account_paused'>;

/** `subject`: the supplier account. */
type Texts = {
  [K in Told]: {
    began(subject: string, facts: Facts[K]): Text;
    over(subject: string, facts: Facts[K]): Text;
  };
};

const TEXTS: Texts = {
  balance_low: {
    began: (account, { balance, threshold }) => ({
      subject: `The balance of ${account} is low`,
      paragraphs: [
        `The supplier account ${account} has ${balance} left. You asked to hear of it below ${threshold}.`,
        'Once nothing is left the supplier refuses orders, and the account leaves routing by itself. Top it up at the supplier.',
      ],
    }),
    over: (account) => ({
      subject: `The balance of ${account} is fine again`,
      paragraphs: [`The supplier account ${account} is no longer below its threshold.`],
    }),
  },
  stock_low: {
    began: (account, { free, threshold }) => ({
      subject: `${account} runs out of profiles`,
      paragraphs: [
        `The stock list of ${account} has ${free} free profiles left. You asked to hear of it below ${threshold}.`,
        `Ask the SM-DP+ operator for more, and import the list: npx hubby supplier stock ${account} <file>`,
      ],
    }),
    over: (account) => ({
      subject: `${account} has enough profiles again`,
      paragraphs: [`The stock list of ${account} is no longer below its threshold.`],
    }),
  },
  account_out: {
    began: (account, { why }) => ({
      subject: `${account} takes no orders`,
      paragraphs: [
        `The supplier account ${account} is out of routing: ${why}.`,
        'Orders go to other accounts where one has the same bundle; the others wait. It comes back by itself as soon as it works again.',
        `Who depends on it: npx hubby supplier stranded ${account}`,
      ],
    }),
    over: (account, { why }) => ({
      subject: `${account} takes orders again`,
      paragraphs: [`The supplier account ${account} is back in routing. It was out: ${why}.`],
    }),
  },
  orders_waiting: {
    began: (_, { count, accounts, oldest }) => ({
      subject: `${counted(count, 'order waits', 'orders wait')} for you`,
      paragraphs: [
        `What became of ${counted(count, 'order', 'orders')} at a supplier no machine can tell; nothing is sent again until you decide. The oldest waits since ${oldest}.`,
        byAccount(accounts),
        'See them with: npx hubby review list',
      ],
    }),
    over: () => ({
      subject: 'No order waits for you any more',
      paragraphs: ['Every order that waited for a person is decided.'],
    }),
  },
  costs_waiting: {
    began: (_, { count, accounts, oldest }) => ({
      subject: `${counted(count, 'cost has', 'costs have')} jumped and ${count === 1 ? 'waits' : 'wait'} for your approval`,
      paragraphs: [
        `Suppliers ask for much more, or much less, for ${counted(count, 'article', 'articles')} than before. Nothing is ordered at a higher cost until you approve it. The oldest waits since ${oldest}.`,
        byAccount(accounts),
        'See and take them with: npx hubby catalog approve',
      ],
    }),
    over: () => ({
      subject: 'No cost waits for your approval any more',
      paragraphs: ['Every cost that had jumped is approved, or as it was.'],
    }),
  },
  purchases_waiting: {
    began: (_, { count, accounts, oldest }) => ({
      subject: `${counted(count, 'purchase waits', 'purchases wait')} for you`,
      paragraphs: [
        `What becomes of ${counted(count, 'purchase', 'purchases')} you have to decide; whoever paid reads that it is being checked. The oldest waits since ${oldest}.`,
        byAccount(accounts),
        'See them with: npx hubby purchase list',
      ],
    }),
    over: () => ({
      subject: 'No purchase waits for you any more',
      paragraphs: ['Every purchase that waited for a person is decided.'],
    }),
  },
};

const byAccount = (accounts: Record<string, number>): string =>
  Object.entries(accounts)
    .map(([account, n]) => `${account}: ${n}`)
    .join('\n');

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const textOf = <K extends Told>(
  part: 'began' | 'over',
  { kind, subject, facts }: { kind: K; subject: string; facts: Facts[K] },
): Text => TEXTS[kind][part](subject, facts);

export const isKnown = (kind: string): kind is Told => Object.hasOwn(TEXTS, kind);
