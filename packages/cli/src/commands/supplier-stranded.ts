/** `hubby supplier stranded`: who depends on an account. */
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { print } from '../print.ts';

type Packages = { unused_packages: number; running_packages: number };
type Partner = Packages & {
  partner_id: string;
  name: string;
  travelers: number;
  open_queues: number;
  is_more: boolean;
};
type Traveler = Packages & {
  partner_id: string;
  external_user_id: string | null;
  iccid: string;
  stuck_queues: number;
  open_queues: unknown[];
};
type Page = { partners: Partner[] | null; travelers: Traveler[]; next_cursor: string | null };

export function addStrandedCommand(supplier: Command): void {
  asOperator(
    define(
      supplier,
      'stranded <name>',
      'who is stranded when the account drains, is paused or dies',
      ['supplier stranded airalo-main', 'supplier stranded airalo-main --all --json'],
    ),
  )
    .option('--all', 'every traveler, not the counts of partners only')
    .action(async (name: string, o: ServerOptions & { all?: boolean }) => {
      const path = `/suppliers/${encodeURIComponent(name)}/stranded`;
      const first = (await operatorCall(o, 'GET', path)) as Page;
      const travelers = o.all ? await readAll(o, path, first) : first.travelers;
      const data = { ...first, travelers, ...(o.all ? { next_cursor: null } : {}) };
      print(o, data, () => tell(first.partners ?? [], o.all ? travelers : []));
    });
}

async function readAll(o: ServerOptions, path: string, first: Page): Promise<Traveler[]> {
  const travelers = [...first.travelers];
  for (let cursor = first.next_cursor; cursor !== null;) {
    const page = (await operatorCall(o, 'GET', `${path}?limit=500&cursor=${cursor}`)) as Page;
    travelers.push(...page.travelers);
    cursor = page.next_cursor;
  }
  return travelers;
}

function tell(partners: Partner[], travelers: Traveler[]): string {
  if (partners.length === 0) return 'Nobody depends on it.';
  return [...partners.map(lineOf), ...travelers.map(travelerLine)].join('\n');
}

const lineOf = ({ partner_id, name, travelers, open_queues, is_more, ...packages }: Partner) =>
  `${partner_id}  ${name}: ${travelers} travelers, ${open_queues} packages to come, ${packagesOf(packages)}${is_more ? ' (and more)' : ''}`;

const travelerLine = (traveler: Traveler) =>
  `  ${traveler.partner_id}  ${traveler.external_user_id ?? '-'}  ${traveler.iccid}: ${traveler.open_queues.length} to come (${traveler.stuck_queues} from nobody else), ${packagesOf(traveler)}`;

const packagesOf = ({ unused_packages, running_packages }: Packages) =>
  `${unused_packages} unused, ${running_packages} in use`;
