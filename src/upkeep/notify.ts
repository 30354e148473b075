/** `hubby notify`: channels of the installation by whoever stands at its own machine. */
import { text } from 'node:stream/consumers';
import { addAddress } from '../domain/notifications/addresses/add-address.ts';
import type { AddressView } from '../domain/notifications/addresses/address.ts';
import { changeAddress, removeAddress } from '../domain/notifications/addresses/change-address.ts';
import { listAddresses } from '../domain/notifications/addresses/list-addresses.ts';
import { testAddress } from '../domain/notifications/addresses/test-address.ts';
import { LANGUAGES, type Language } from '../domain/notifications/say.ts';
import type { Subject } from '../domain/notifications/subjects.ts';
import { onInstallation } from './on-installation.ts';

export type NewChannel = { language?: string; subjects?: string };

/** The address is a secret: it stands on no command line, which others on the machine can read. */
export async function addChannel(label: string, o: NewChannel): Promise<string> {
  const language = readLanguage(o.language);
  if (process.stdin.isTTY)
    throw new Error('The address comes from standard input: notify add <label> < address.txt');
  const url = await text(process.stdin);
  return onInstallation(async (ctx, actor) => {
    const { id, url_hint: hint } = await addAddress(ctx, actor, null, {
      url,
      label,
      language,
      // Checked where it is added, which says what there is.
      subjects: (o.subjects?.split(',').map((one) => one.trim()) as Subject[] | undefined) ?? null,
    });
    return `${id}  ${label}  ${hint}\nTry it: npx hubby notify test ${id}`;
  });
}

function readLanguage(given = 'en'): Language {
  const language = LANGUAGES.find((one) => one === given);
  if (language === undefined)
    throw new Error(`--language: expected one of ${LANGUAGES.join(', ')}, got ${given}.`);
  return language;
}

export const listChannels = ({ json }: { json?: boolean }): Promise<string> =>
  onInstallation(async (ctx) => {
    const all = await listAddresses(ctx, null);
    if (json) return JSON.stringify(all);
    return all.length === 0 ? 'None yet.' : all.map(line).join('\n');
  });

const line = ({ id, label, url_hint: hint, status, last_error: error }: AddressView): string =>
  [id, status, label, hint, ...(error === null ? [] : [error])].join('  ');

export const testChannel = (id: string): Promise<string> =>
  onInstallation(async (ctx, actor) => {
    const { is_taken: isTaken, error } = await testAddress(ctx, actor, { partnerId: null, id });
    if (!isTaken) throw new Error(`The test was not taken: ${error}.`);
    return 'The test was taken: look into the channel.';
  });

export const switchChannelOn = (id: string): Promise<string> =>
  onInstallation(async (ctx, actor) => {
    const { label } = await changeAddress(ctx, actor, { partnerId: null, id }, { is_on: true });
    return `${label} is on.`;
  });

export const removeChannel = (id: string): Promise<string> =>
  onInstallation(async (ctx, actor) => {
    await removeAddress(ctx, actor, { partnerId: null, id });
    return 'Nothing more is posted there.';
  });
