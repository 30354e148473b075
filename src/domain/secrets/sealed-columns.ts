/** Every column that holds something sealed, and which row each value is bound to. */
import { issuerRow } from '../app-tokens/issuer-keys.ts';
import { wordsRow } from '../erasing/erasure.ts';
import { installRow, lpaRow } from '../esims/provisioning/insert-esim.ts';
import {
  clientSecretRow,
  codeVerifierRow,
  mailRow,
  notificationAddressRow,
  totpRow,
} from '../members/sealed-rows.ts';
import { answerRow } from '../partners/idempotency/keyed-request.ts';
import { keyRow } from '../partners/keys/key-format.ts';
import { supportRow } from '../partners/managing/support-secrets.ts';
import { callbackRow, credentialsRow } from '../suppliers/account.ts';
import { matchingIdRow } from '../suppliers/es2plus/orders.ts';
import { keyRow as endpointKeyRow, secretRow } from '../webhooks/endpoint/secrets.ts';

export type SealedColumn = {
  table: string;
  column: string;
  /** the primary key, all of it text; a table that begins with `partner_id` is a partner's */
  key: readonly string[];
  /** what the value is bound to, of the key's values in the same order */
  row(...key: string[]): string;
};

const webhook = (column: string, row: (partnerId: string) => string): SealedColumn => ({
  table: 'webhook_endpoints',
  column,
  key: ['partner_id'],
  row,
});
const support = (name: 'identity_secret' | 'access_token'): SealedColumn => ({
  table: 'support_secrets',
  column: `${name}_sealed`,
  key: ['partner_id'],
  row: (partnerId) => supportRow(name, partnerId),
});

const supplier = (column: string, row: (name: string) => string): SealedColumn => ({
  table: 'supplier_accounts',
  column,
  key: ['name'],
  row: (name) => row(name!),
});

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'api_keys', column: 'secret_sealed', key: ['id'], row: keyRow },
  { table: 'issuer_keys', column: 'private_sealed', key: ['kid'], row: issuerRow },
  {
    table: 'es2plus_orders',
    column: 'matching_id_sealed',
    key: ['account', 'reference'],
    row: (account, reference) => matchingIdRow(account!, reference!),
  },
  {
    table: 'esims',
    column: 'lpa_sealed',
    key: ['partner_id', 'id'],
    row: (_partnerId, id) => lpaRow(id!),
  },
  {
    table: 'esims',
    column: 'install_sealed',
    key: ['partner_id', 'id'],
    row: (_partnerId, id) => installRow(id!),
  },
  {
    table: 'idempotency_keys',
    column: 'body_sealed',
    key: ['partner_id', 'method', 'path', 'key'],
    row: (partnerId, method, path, key) =>
      answerRow({ partnerId: partnerId!, method: method!, path: path!, key: key! }),
  },
  {
    table: 'erasures',
    column: 'words_sealed',
    key: ['partner_id', 'traveler_id'],
    row: (partnerId, travelerId) => wordsRow(partnerId!, travelerId!),
  },
  webhook('key_sealed', endpointKeyRow),
  webhook('secret_sealed', secretRow),
  webhook('previous_secret_sealed', secretRow),
  support('identity_secret'),
  support('access_token'),
  supplier('credentials_sealed', credentialsRow),
  supplier('previous_credentials_sealed', credentialsRow),
  supplier('callback_token_sealed', callbackRow),
  { table: 'members', column: 'totp_sealed', key: ['id'], row: totpRow },
  { table: 'member_mails', column: 'text_sealed', key: ['id'], row: mailRow },
  {
    table: 'notification_addresses',
    column: 'url_sealed',
    key: ['id'],
    row: notificationAddressRow,
  },
  {
    table: 'sso_connections',
    column: 'client_secret_sealed',
    key: ['partner_id'],
    row: clientSecretRow,
  },
  {
    table: 'sso_sign_ins',
    column: 'code_verifier_sealed',
    key: ['state_hash'],
    row: codeVerifierRow,
  },
];
