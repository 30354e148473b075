/**
 * The commands that talk to a running server, one file per noun. With --json they print the API's
 * data and nothing else.
 */
import type { Command } from 'commander';
import { addCatalog } from './commands/catalog.ts';
import { addEvents } from './commands/events.ts';
import { addImport } from './commands/import.ts';
import { addKey } from './commands/key.ts';
import { addOperator } from './commands/operator.ts';
import { addPartner } from './commands/partner.ts';
import { addRates } from './commands/rates.ts';
import { addReport } from './commands/report.ts';
import { addPurchase } from './commands/purchase.ts';
import { addReview } from './commands/review.ts';
import { addRouting } from './commands/routing.ts';
import { addSandbox } from './commands/sandbox.ts';
import { addSigning } from './commands/signing.ts';
import { addSupplier } from './commands/supplier.ts';

/** In the order in which `hubby --help` lists them. */
export function addClientCommands(program: Command): void {
  addSandbox(program);
  addSigning(program);
  addEvents(program);
  addPartner(program);
  addKey(program);
  addImport(program);
  addCatalog(program);
  addRates(program);
  addRouting(program);
  addSupplier(program);
  addReview(program);
  addPurchase(program);
  addReport(program);
  addOperator(program);
}
