/**
 * `/_control` beside what a stand-in serves: its switches for somebody with a terminal. In plain text,
 * to be read and typed; the ledger is JSON.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { MANNERS, TROUBLES, type Desk } from './desk.ts';

const PREFIX = '/_control';
const MAX_BODY = 10_000;

/** Where it is, of a server at this address. */
export const controlOf = (url: string): string => `${new URL(url).origin}${PREFIX}`;

/** Whether a call was for the control page; then it is answered. */
export type Aside = (request: IncomingMessage, response: ServerResponse) => boolean;

export type Wicket = {
  aside: Aside;
  /** From here on there is something to control. */
  open(desk: Desk): void;
};

export function makeWicket(): Wicket {
  let desk: Desk | null = null;
  return {
    open(given) {
      desk = given;
    },
    aside(request, response) {
      const path = request.url ?? '';
      if (path !== PREFIX && !path.startsWith(`${PREFIX}/`)) return false;
      // What cannot be answered leaves nobody waiting.
      answer(request, response, desk).catch(() => response.destroy());
      return true;
    },
  };
}

/** What is wrong with what was typed. */
class Unfit extends Error {}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  desk: Desk | null,
): Promise<void> {
  const say = (status: number, text: string): void =>
    void response
      .writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
      .end(text.endsWith('\n') ? text : `${text}\n`);
  if (desk === null) return say(503, 'It has only just started.');
  // A page in a browser may send here what it likes, but it cannot hide that it is one.
  if (request.headers.origin !== undefined) return say(403, 'Not from a web page.');
  const name = (request.url ?? '').slice(PREFIX.length + 1);
  if (request.method === 'GET' && name === '')
    return say(200, howTo(desk, `http://${request.headers.host}`));
  if (request.method === 'GET' && name === 'ledger')
    return say(200, JSON.stringify(desk.sold(), null, 2));
  const command = COMMANDS.find((one) => one.name === name);
  if (request.method !== 'POST' || command === undefined)
    return say(404, `There is no ${request.method} ${PREFIX}/${name}: GET ${PREFIX} lists all.`);
  const body = await buffer(request);
  if (body.length > MAX_BODY) return say(413, 'That is too long.');
  try {
    await command.run(desk, body.toString().trim().split(/\s+/));
    say(200, 'Done.');
  } catch (error) {
    say(400, error instanceof Error ? error.message : String(error));
  }
}

type Command = {
  name: string;
  /** what is typed behind it */
  takes: string;
  about: string;
  run(desk: Desk, words: readonly string[]): void | Promise<unknown>;
};

const COMMANDS: readonly Command[] = [
  {
    name: 'fail',
    takes: `${TROUBLES.join('|')} [times]`,
    about: 'the next calls that cost money go wrong; "after": what they ask for is done',
    run: (desk, [trouble, times]) =>
      desk.fail(oneOf(TROUBLES, trouble), 'purchase', numberOf(times ?? '1')),
  },
  {
    name: 'fail-lookup',
    takes: `${TROUBLES.join('|')} [times]`,
    about: 'the same of the next look-ups',
    run: (desk, [trouble, times]) =>
      desk.fail(oneOf(TROUBLES, trouble), 'lookup', numberOf(times ?? '1')),
  },
  {
    name: 'balance',
    takes: 'amount',
    about: "the account's money, in major units",
    run: (desk, [amount]) => desk.setBalance(numberOf(amount)),
  },
  {
    name: 'sold-out',
    takes: 'article on|off',
    about: 'the article has run out',
    run: (desk, [article, isOn]) => desk.sellOut(textOf(article, 'an article'), isOnOf(isOn)),
  },
  {
    name: 'block',
    takes: 'on|off',
    about: 'everything of the account is refused',
    run: (desk, [isOn]) => desk.block(isOnOf(isOn)),
  },
  {
    name: 'quirk',
    takes: 'name on|off',
    about: 'what only this supplier does',
    run(desk, [name, isOn]) {
      const quirk = oneOf(Object.keys(desk.quirks), name);
      desk.quirks[quirk]!(isOnOf(isOn));
    },
  },
  {
    name: 'callbacks',
    takes: MANNERS.join('|'),
    about: 'how they are sent',
    run: (desk, [manner]) => desk.setManner(oneOf(MANNERS, manner)),
  },
  {
    name: 'callback-url',
    takes: 'url|off',
    about: "where they are sent: your address and the account's callback_path",
    run: (desk, [url]) => desk.tellAt(url === 'off' ? null : urlOf(url)),
  },
  {
    name: 'install',
    takes: 'iccid',
    about: 'a device installs it',
    run: (desk, [iccid]) => desk.install(textOf(iccid, 'an ICCID')),
  },
  {
    name: 'use',
    takes: 'iccid bytes',
    about: 'a device uses data',
    run: (desk, [iccid, bytes]) => desk.use(textOf(iccid, 'an ICCID'), numberOf(bytes)),
  },
  {
    name: 'release',
    takes: '',
    about: 'what is held or late is done',
    run: (desk) => desk.release(),
  },
  { name: 'heal', takes: '', about: 'all goes well again', run: (desk) => desk.heal() },
];

/** Every command as it is typed. */
function howTo(desk: Desk, base: string): string {
  const at = `${base}${PREFIX}`;
  const wide = Math.max(...COMMANDS.map(({ name, takes }) => name.length + takes.length)) + 3;
  return [
    `curl ${at}/ledger shows what was sold. What can be done, by curl -d '<arguments>' ${at}/<command>:`,
    '',
    ...COMMANDS.map(({ name, takes, about }) => `  ${`${name} ${takes}`.padEnd(wide)} ${about}`),
    '',
    `Quirks: ${Object.keys(desk.quirks).join(', ')}`,
    '',
    `For example: curl -d 'cut_after 1' ${at}/fail`,
  ].join('\n');
}

function oneOf<const T extends string>(list: readonly T[], word: string | undefined): T {
  const found = list.find((one) => one === word);
  if (found === undefined)
    throw new Unfit(`Expected one of ${list.join(', ')}; got "${word ?? ''}".`);
  return found;
}

function numberOf(word: string | undefined): number {
  const number = Number(word);
  if (word === undefined || word === '' || !(number >= 0) || number === Infinity)
    throw new Unfit(`Expected a number, 0 or more; got "${word ?? ''}".`);
  return number;
}

function isOnOf(word: string | undefined): boolean {
  return oneOf(['on', 'off'], word) === 'on';
}

function textOf(word: string | undefined, what: string): string {
  if (word === undefined || word === '') throw new Unfit(`Expected ${what}; got nothing.`);
  return word;
}

function urlOf(word: string | undefined): string {
  if (word === undefined || !URL.canParse(word) || !/^https?:/.test(word))
    throw new Unfit(`Expected an address with http or https, or off; got "${word ?? ''}".`);
  return word;
}
