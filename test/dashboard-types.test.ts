/**
 * What the dashboard's screens believe of the private API's answers is what web/web-api.json says of
 * them: the compiler holds one against the other.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { it } from 'node:test';
import { typeOf, type Document } from '../scripts/sdk-types.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SCREENS = join(ROOT, 'web/dashboard/src/data/types.ts');

/** The screens' name for an operation's answer. */
const BELIEFS: readonly [operationId: string, name: string][] = [
  ['getSession', 'Session'],
  ['signInByLink', 'Staged'],
  ['signInWithPasskey', 'Staged'],
  ['signInWithTotp', 'Staged'],
  ['signInWithRecoveryCode', 'Staged'],
  ['acceptInvitation', 'Staged'],
  ['lookAtInvitation', 'InvitationLook'],
  ['listMySessions', 'OwnSession[]'],
  ['listPasskeys', 'Passkey[]'],
  ['beginTotp', 'Totp'],
  ['confirmTotp', 'RecoveryCodes'],
  ['renewRecoveryCodes', 'RecoveryCodes'],
  ['listPartnerMembers', 'Members'],
  ['listOperatorMembers', 'Members'],
  ['listPartnerAudit', 'AuditPage'],
  ['listAudit', 'AuditPage'],
  ['listPartnerKeys', 'ApiKey[]'],
  ['makePartnerKey', 'MadeKey'],
  ['rotatePartnerKey', 'RotatedKey'],
  ['getPartnerWebhookSettings', 'WebhookSettings'],
  ['putPartnerWebhookSettings', 'WebhookSettings'],
  ['rotatePartnerWebhookSecret', 'RotatedSecret'],
  ['testPartnerWebhook', 'SentTest'],
  ['listPartnerEventTypes', 'EventTypes'],
  ['getSso', 'Sso'],
  ['listPartnerRequests', 'RequestPage'],
  ['getPartnerRequest', 'RequestDetails'],
  ['listPartnerRequestErrors', 'ErrorGroups'],
  ['listPartnerBookings', 'BookingPage'],
  ['getPartnerBooking', 'BookingDetails'],
  ['listPartnerTravelers', 'TravelerPage'],
  ['getPartnerTraveler', 'Traveler'],
  ['getPartnerTimeline', 'Timeline'],
  ['search', 'FoundAll'],
  ['listPartnerUnredeemedCodes', 'UnredeemedCodePage'],
  ['listPartnerSupportRequests', 'PartnerSupportPage'],
  ['getPartnerSupportRequest', 'PartnerSupportRequest'],
  ['escalatePartnerSupportRequest', 'PartnerSupportRequest'],
  ['listPartnerImports', 'ImportPage'],
  ['getPartnerImport', 'ImportDetails'],
  ['createPartnerImport', 'ImportMade'],
  ['getPartnerBrand', 'Brand'],
  ['putPartnerBrandDraft', 'Brand'],
  ['publishPartnerBrand', 'Brand'],
  ['uploadLogoAsMember', 'Logo'],
  ['getSettingsAsMember', 'OwnSettings'],
  ['changeSettingsAsMember', 'OwnSettings'],
  ['listRetentionAsMember', 'Kepts'],
  ['listPartnerMessages', 'MessagePage'],
  ['getPartnerMessage', 'MessageDetails'],
  ['listSuppressionsAsMember', 'SuppressionPage'],
  ['listPartnerEvents', 'EventPage'],
  ['getPartnerEvent', 'EventDetails'],
  ['listPartnerDeliveries', 'DeliveryPage'],
  ['getPartnerDelivery', 'DeliveryDetails'],
  ['redeliverPartnerEvents', 'Sent'],
  ['replayPartnerEvents', 'Sent'],
  ['getHome', 'Home'],
  ['makeDemoData', 'MadeDemo'],
  ['getFunnelStepsAsMember', 'StepReport'],
  ['listFunnelPackagesAsMember', 'FunnelPackages'],
  ['getDeliveryReportAsMember', 'DeliveryReport'],
  ['getServiceReportAsMember', 'ServiceReport'],
  ['sandboxClockAsMember', 'SandboxClock'],
  ['sandboxAdvanceClockAsMember', 'MovedClock'],
  ['sandboxFaultAsMember', 'Fault'],
  ['sandboxFailAsMember', 'Fault'],
  ['listSandboxEsimsAsMember', 'PhonePage'],
  ['listSandboxMails', 'MailPage'],
  ['getSandboxMail', 'Letter'],
  ['listPricesAsMember', 'PricePage'],
  ['importPricesAsMember', 'PriceFile'],
  ['getPartnerStrategy', 'StrategySettings'],
  ['previewStrategyAsMember', 'StrategyPreview'],
  ['listCodeBatchesAsMember', 'CodeBatchPage'],
  ['getCodeBatchAsMember', 'CodeBatchDetails'],
  ['cancelCodeBatchAsMember', 'CodeBatchCancelled'],
  ['createCodeBatchAsMember', 'CodeBatch'],
  ['importCodeBatchAsMember', 'CodeBatchImported'],
  ['listBatchCodesAsMember', 'BatchCodePage'],
  ['findPartners', 'OperatorPartnerPage'],
  ['createPartnerAsMember', 'MadePartner'],
  ['showPartnerAsMember', 'PartnerSettings'],
  ['beginPartnerView', 'BegunView'],
  ['listOrdersPage', 'ProviderOrderPage'],
  ['showProviderOrderAsMember', 'ProviderOrder'],
  ['listAllSupportRequestsAsMember', 'SupportPage'],
  ['showSupportRequestAsMember', 'SupportRequest'],
  ['listFindingsPage', 'FindingPage'],
  ['reconcileAsMember', 'Reconciled'],
  ['listSupplierAccountsAsMember', 'Supplier[]'],
  ['showSupplierAccountAsMember', 'Supplier'],
  ['listSupplierKindsAsMember', 'SupplierKind[]'],
  ['testSupplierAccountAsMember', 'SupplierTest'],
  ['listSupplierStrandedAsMember', 'Stranded'],
  ['showRoutingAsMember', 'Routing'],
  ['explainRoutingAsMember', 'Explained'],
  ['listPublishingRulesAsMember', 'PublishingRule[]'],
  ['previewPublishingAsMember', 'PublishingPreview'],
  ['publishCatalogAsMember', 'Published'],
  ['getSupplyReportAsMember', 'SupplyReport'],
  ['getMarginAsMember', 'MarginReport'],
  ['showLimitsAsMember', 'Limits'],
  ['getNotifications', 'NotificationChoices'],
  ['setNotifications', 'NotificationChoices'],
  ['listNotificationAddresses', 'NotificationAddresses'],
  ['testNotificationAddress', 'TestedAddress'],
  ['getNotificationsOfOperator', 'NotificationChoices'],
  ['listNotificationAddressesOfOperator', 'NotificationAddresses'],
  ['listPurchasesPage', 'PurchasePage'],
  ['showPurchaseAsMember', 'OperatorPurchase'],
  ['decidePurchaseAsMember', 'OperatorPurchase'],
  ['listUnfitPaymentEventsPage', 'UnfitPaymentPage'],
  ['listSourcesAsMember', 'SourcePage'],
  ['approveCostsAsMember', 'ApprovedCosts'],
  ['listRatesAsMember', 'RatePage'],
  ['setRateAsMember', 'Rate'],
  ['showSupplierStockAsMember', 'SupplierStock'],
  ['importSupplierStockAsMember', 'ImportedStock'],
  ['trySupplierAccountAsMember', 'SupplierTrial'],
  ['getMailHealth', 'MailHealth'],
  ['getMailReportAsMember', 'MailReport'],
];

function answersOf({ paths }: Document): Map<string, string> {
  const all = Object.values(paths).flatMap((methods) => Object.values(methods));
  return new Map(
    all.flatMap(({ operationId, responses }) => {
      const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
      const data = success?.content?.['application/json']?.schema.properties?.['data'];
      return data === undefined ? [] : [[operationId, typeOf(data)] as const];
    }),
  );
}

/** What the compiler says of a file that uses both. */
function compile(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'hubby-types-'));
  try {
    const file = join(dir, 'beliefs.ts');
    writeFileSync(file, text);
    const extended = join(ROOT, 'web/dashboard/tsconfig.json');
    writeFileSync(
      join(dir, 'tsconfig.json'),
      JSON.stringify({ extends: extended, compilerOptions: { noEmit: true }, files: [file] }),
    );
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout, stderr } = spawnSync(tsc, ['-p', dir], { encoding: 'utf8' });
    return stdout + stderr;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

it('the screens believe of every answer what web-api.json says of it', () => {
  const document = JSON.parse(readFileSync(join(ROOT, 'web/web-api.json'), 'utf8')) as Document;
  const answers = answersOf(document);
  const beliefs = BELIEFS.map(([operationId, name]) => {
    const answer = answers.get(operationId);
    assert.ok(answer, operationId);
    return `type ${operationId} = ${answer};
      export const ${operationId} = (said: ${operationId}): Screens.${name} => said;`;
  });
  const named = Object.entries(document.components.schemas).map(
    ([name, schema]) => `type ${name} = ${typeOf(schema)};`,
  );
  const imports = `import type * as Screens from ${JSON.stringify(SCREENS)};`;
  const wrong = `// @ts-expect-error: no session is a list of members\nexport const wrong = (said: Screens.Session): Screens.Members => said;`;
  assert.equal(compile([imports, ...named, ...beliefs, wrong].join('\n')), '');
});
