/** The operator's smaller nouns: eSIMs, promo codes, devices, limits. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { print } from '../print.ts';

export function addOperator(program: Command): void {
  const esim = define(program, 'esim', 'eSIMs of travelers', ['esim archive 8999901000000000013']);
  asOperator(
    define(
      esim,
      'archive <iccid>',
      'put an eSIM away that is lost: nothing is put on it any more',
      ['esim archive 8999901000000000013'],
    ),
  ).action(archiveEsim);
  asOperator(
    define(esim, 'ask <iccid>', 'ask its supplier for usage and state now, not by plan', [
      'esim ask 8999901000000000013',
    ]),
  ).action(askAboutEsim);

  const codes = define(program, 'promo-codes', "partners' promo codes", [
    'promo-codes import prt_01m7yyg9rn2jb868m8949r3vpc codes.csv',
  ]);
  asOperator(
    define(
      codes,
      'import <partner-id> <file>',
      'existing codes of a partner, from CSV; a broken file is refused whole',
      ['promo-codes import prt_01m7yyg9rn2jb868m8949r3vpc codes.csv'],
    ),
  ).action(importCodes);

  const devices = define(program, 'devices', 'which devices take an eSIM', [
    'devices import devices.csv',
  ]);
  asOperator(
    define(
      devices,
      'import <file>',
      'a bigger list, from CSV (docs/devices.md); a broken file is refused whole',
      ['devices import devices.csv'],
    ),
  ).action(importDevices);

  asOperator(
    define(program, 'limits', 'what the public endpoints let through', [
      'limits',
      `limits --set '{"claims_per_address_per_minute":30}'`,
    ]),
  )
    .option('--set <json>', '0 switches a limit off, null resets it')
    .action(async (o: ServerOptions & { set?: string }) =>
      (await import('../limits.ts')).limits(o),
    );
}

async function archiveEsim(iccid: string, o: ServerOptions) {
  const path = `/esims/${encodeURIComponent(iccid)}/archive`;
  const data = (await operatorCall(o, 'POST', path)) as { iccid: string };
  print(o, data, () => `${data.iccid} is archived.`);
}

async function askAboutEsim(iccid: string, o: ServerOptions) {
  const path = `/esims/${encodeURIComponent(iccid)}/ask`;
  const data = (await operatorCall(o, 'POST', path)) as { iccid: string };
  print(o, data, () => `${data.iccid} is asked about next, within the limits of its account.`);
}

async function importCodes(id: string, file: string, o: ServerOptions) {
  const path = `/partners/${encodeURIComponent(id)}/promo-codes/import`;
  const data = (await operatorCall(o, 'POST', path, readFileSync(file))) as {
    imported: number;
    skipped: number;
  };
  print(
    o,
    data,
    () => `${data.imported} promo codes imported, ${data.skipped} were there already.`,
  );
}

async function importDevices(file: string, o: ServerOptions) {
  const data = (await operatorCall(o, 'POST', '/devices/import', readFileSync(file))) as {
    imported: number;
    devices: number;
  };
  print(o, data, () => `${data.imported} devices imported; ${data.devices} are known now.`);
}
