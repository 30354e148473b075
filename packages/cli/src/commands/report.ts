/** `hubby report …`: what is earned, how suppliers do, and whether mail arrives. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { amountText, print } from '../print.ts';

type Days = { from?: string; to?: string };
type Options = ServerOptions & Days & { by?: string; partner?: string; csv?: string };
type Row = {
  partner?: string;
  bundle_id?: string | null;
  supplier?: string;
  month?: string;
  currency: string;
  packages: number;
  revenue: number;
  cost: number;
  margin: number | null;
  margin_share: number | null;
  unconverted: { currency: string; cost: number }[];
  without_cost: number;
};
type Margin = { rows: Row[]; totals: Row[] };
type Account = {
  account: string;
  orders: number;
  success_share: number | null;
  p50_ms: number | null;
  p95_ms: number | null;
  failed_over: number;
  in_review: number;
};

type Mails = {
  total: number;
  delivered: number;
  bounced: number;
  complained: number;
  failed: number;
  skipped: number;
  delivered_share: number | null;
};
type MailOverview = {
  senders: string[];
  default_sender: string | null;
  pending: number;
  postponed: number;
  oldest_due_at: string | null;
};
type MailReport = { total: Mails; partners: (Mails & { partner: string })[] };

const FROM = ['--from <date>', 'first day, UTC'] as const;
const TO = ['--to <date>', 'last day, UTC; default: today'] as const;

export function addReport(program: Command): void {
  const report = define(program, 'report', 'figures over orders (docs/reports.md)', [
    'report margin --by partner,month',
  ]);
  asOperator(
    define(report, 'margin', 'revenue, cost and margin', [
      'report margin --from 2027-03-01 --to 2027-03-31 --by partner',
      'report margin --csv margin.csv',
    ]),
  )
    .option(...FROM)
    .option(...TO)
    .option('--by <what>', 'some of partner,bundle,supplier,month')
    .option('--partner <id>', 'of one partner')
    .option('--csv <file>', 'write it to a file instead')
    .action(margin);
  asOperator(
    define(report, 'supply', 'how supplier accounts did', ['report supply --from 2027-03-01']),
  )
    .option(...FROM)
    .option(...TO)
    .action(supply);
  asOperator(
    define(report, 'mail', 'whether mails to travelers go out and arrive', [
      'report mail --from 2027-03-01',
      'report mail --json',
    ]),
  )
    .option(...FROM)
    .option(...TO)
    .action(mail);
}

function queryOf({ from, to, by, partner }: Options): string {
  const given = { from, to, by, partner_id: partner };
  const pairs = Object.entries(given).filter(
    (one): one is [string, string] => one[1] !== undefined,
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

async function margin(o: Options) {
  const query = queryOf(o);
  if (o.csv !== undefined) {
    const { csv } = (await operatorCall(o, 'GET', `/reports/margin/csv${query}`)) as {
      csv: string;
    };
    writeFileSync(o.csv, csv);
    return print(o, { file: o.csv }, () => `Written to ${o.csv}.`);
  }
  const data = (await operatorCall(o, 'GET', `/reports/margin${query}`)) as Margin;
  print(o, data, () =>
    data.totals.length === 0
      ? 'Nothing was delivered in these days.'
      : [...data.rows.map(lineOf), ...data.totals.map((row) => `in all  ${figuresOf(row)}`)].join(
          '\n',
        ),
  );
}

const lineOf = (row: Row): string =>
  [row.month, row.partner, row.supplier, row.bundle_id, figuresOf(row)]
    .filter((part) => part != null)
    .join('  ');

function figuresOf(row: Row): string {
  const money = (major: number): string => `${amountText(major, row.currency)} ${row.currency}`;
  const share = row.margin_share === null ? '' : ` (${(row.margin_share * 100).toFixed(1)} %)`;
  return [
    `${row.packages} packages, revenue ${money(row.revenue)}, cost ${money(row.cost)}`,
    row.margin === null ? 'margin unknown' : `margin ${money(row.margin)}${share}`,
    ...row.unconverted.map(
      (one) => `no rate for ${amountText(one.cost, one.currency)} ${one.currency}`,
    ),
    ...(row.without_cost === 0 ? [] : [`${row.without_cost} of unknown cost`]),
  ].join(', ');
}

async function supply(o: Options) {
  const data = (await operatorCall(o, 'GET', `/reports/supply${queryOf(o)}`)) as {
    accounts: Account[];
  };
  print(o, data, () => data.accounts.map(accountLine).join('\n'));
}

const accountLine = (one: Account): string =>
  [
    one.account.padEnd(24),
    `${one.orders} orders`,
    one.success_share === null ? '' : `${(one.success_share * 100).toFixed(1)} % succeeded`,
    one.p50_ms === null || one.p95_ms === null
      ? ''
      : `half within ${seconds(one.p50_ms)}, 95 % within ${seconds(one.p95_ms)}`,
    one.failed_over === 0 ? '' : `${one.failed_over} went on elsewhere`,
    one.in_review === 0 ? '' : `${one.in_review} in review`,
  ]
    .filter((part) => part !== '')
    .join('  ');

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

async function mail(o: Options) {
  const sending = (await operatorCall(o, 'GET', '/mail')) as MailOverview;
  const report = (await operatorCall(o, 'GET', `/reports/mail${queryOf(o)}`)) as MailReport;
  print(o, { ...sending, ...report }, () =>
    [
      sendingLine(sending),
      ...report.partners.map((one) => `${one.partner}  ${mailsText(one)}`),
      `in all  ${mailsText(report.total)}`,
    ].join('\n'),
  );
}

const sendingLine = (one: MailOverview): string =>
  [
    one.default_sender === null
      ? 'No mail can be sent here: messages are skipped.'
      : `Senders: ${one.senders.join(', ')}; ${one.default_sender} where a partner names none.`,
    `${one.pending} wait, ${one.postponed} of them were tried before.`,
    ...(one.oldest_due_at === null ? [] : [`Some could go out since ${one.oldest_due_at}.`]),
  ].join(' ');

const mailsText = (one: Mails): string =>
  [
    `${one.total} mails`,
    ...(one.delivered_share === null
      ? []
      : [`${(one.delivered_share * 100).toFixed(1)} % arrived`]),
    `${one.bounced} bounced, ${one.complained} complained of, ${one.failed} failed, ${one.skipped} not sent`,
  ].join(', ');
