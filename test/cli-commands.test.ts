/** What every command of `hubby` keeps to, and those that have no file of tests of their own. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { addClientCommands, refuseBriefly } from '@hubby/cli';
import { Command } from 'commander';
import { createOperatorToken } from '../src/domain/partners/keys/operator-tokens.ts';
import { run } from './support/cli.ts';
import { startHubby, type Hubby } from './harness.ts';

const program = refuseBriefly(new Command('hubby'));
addClientCommands(program);

type Found = { command: Command; path: string[] };
const below = (command: Command, path: string[] = []): Found[] =>
  command.commands.flatMap((child) => {
    const at = [...path, child.name()];
    return [{ command: child, path: at }, ...below(child, at)];
  });

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

describe('the help of every command', () => {
  const all = below(program);

  it('has an example that could be pasted: of this command, with options that exist', () => {
    assert.ok(all.length > 30, `only ${all.length} commands`);
    for (const { command, path } of all) {
      const name = path.join(' ');
      const [, examples] = helpOf(command).split(/\nExamples?:\n/);
      assert.ok(examples, `${name} shows no example`);
      for (const line of examples.trim().split('\n')) {
        assert.ok(line.trim().startsWith(`npx hubby ${name}`), `${name}: ${line}`);
        const own = line.split(/ [|>] /)[0]!;
        const target = all.findLast(({ path: p }) => own.includes(`npx hubby ${p.join(' ')}`))!;
        for (const [option] of own.matchAll(/(?<= )--[\w-]+/g))
          assert.ok(
            target.command.options.some((o) => o.long === option),
            `${name}: ${option} is no option of ${target.path.join(' ')}`,
          );
      }
    }
  });
});

describe('commands against a server', () => {
  let hubby: Hubby;
  let env: Record<string, string>;
  const cli = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await run(hubby, args, env);
    assert.equal(code, 0, err);
    return out.trim();
  };
  const refused = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await run(hubby, args, env);
    assert.deepEqual([code, out], [1, ''], err);
    return err.trim();
  };
  before(async () => {
    hubby = await startHubby();
    const folder = mkdtempSync(join(tmpdir(), 'hubby-cli-'));
    const operator_token = await createOperatorToken(hubby.ctx.db);
    writeFileSync(join(folder, 'credentials.json'), JSON.stringify({ operator_token }));
    env = { HUBBY_DATA_DIR: folder };
  });
  after(() => hubby.close());

  it('--version is that of package.json', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    assert.equal(await cli('--version'), version);
  });

  it('refuses with the reason as the last thing on the screen', async () => {
    for (const [args, reason] of [
      [['partner', 'rename', 'prt_x'], /missing required argument 'name'/],
      [['partner', 'lst'], /unknown command 'lst'\n\(Did you mean list\?\)/],
      [['partner', 'create'], /required option '--name <name>' not specified/],
      [['key', 'list', 'x', '--nmae'], /unknown option '--nmae'/],
    ] as [string[], RegExp][]) {
      const err = await refused(...args);
      assert.match(err, reason);
      assert.ok(err.split('\n').length <= 3, err);
    }
  });

  it('shows the beginning of a long list of problems', async () => {
    const file = join(env['HUBBY_DATA_DIR']!, 'broken.csv');
    const [header, row] = (await cli('catalog', 'export')).split('\n');
    writeFileSync(file, [header, ...Array(200).fill(row!.replace(/^\S+?,/, ','))].join('\n'));
    const lines = (await refused('catalog', 'import', file)).split('\n');
    assert.match(lines[0]!, /^400 invalid_catalog/);
    assert.ok(lines.length <= 22, `${lines.length} lines`);
    assert.match(lines.at(-1)!, /… and \d+ more/);
  });

  it('sign refuses what no request could be, and says what was meant', async () => {
    assert.match(
      await refused('sign', '/api/destinations', 'GET'),
      /"\/api\/destinations" is no method/,
    );
    assert.match(
      await refused('sign', 'FETCH', '/api/x'),
      /"FETCH" is no method: expected one of GET/,
    );
    assert.match(await refused('sign', 'GET', 'api/x'), /beginning with \/, e\.g\. \/api\/x$/);
    assert.match(
      await refused('sign', 'GET', 'https://api.example.com/api/x?y=1'),
      /e\.g\. \/api\/x\?y=1$/,
    );
    assert.match(await refused('sign', 'GET', '/api//x'), /empty segment/);
    assert.match(await refused('sign', 'GET', '/api/x?name=Zoë'), /percent-encoded/);
    const headers = JSON.parse(await cli('sign', 'get', '/api/destinations/GR', '--json'));
    assert.equal((await hubby.bare('GET', '/api/destinations/GR', { headers })).status, 200);
  });

  it('env prints lines that a shell takes as they are meant', async () => {
    const odd = { HUBBY_API_KEY: 'hk', HUBBY_API_SECRET: `it's $HOME "and" \`more\`` };
    const { out } = await run(hubby, ['env'], { ...env, ...odd });
    const seen = execFileSync(
      'sh',
      ['-c', `${out}\nprintf '%s\\n' "$HUBBY_URL" "$HUBBY_API_KEY" "$HUBBY_API_SECRET"`],
      { encoding: 'utf8', env: { HOME: '/root' } },
    );
    assert.deepEqual(seen.trimEnd().split('\n'), [
      hubby.url,
      odd.HUBBY_API_KEY,
      odd.HUBBY_API_SECRET,
    ]);
  });

  it('partner rename, suspend and resume; key list', async () => {
    const other = await hubby.newPartner('Blue Sky');
    const id = other.partner_id;
    assert.match(await cli('partner', 'rename', id, 'Blue Sea'), /is called Blue Sea\.$/);
    assert.match(await refused('partner', 'rename', id, '  '), /name: expected a name/);

    const ask = () => hubby.call('GET', '/api/destinations/GR', undefined, { key: other });
    assert.equal((await ask()).status, 200);
    await cli('partner', 'suspend', id);
    assert.deepEqual(
      [(await ask()).status, (await ask()).body.error.type],
      [401, 'partner_suspended'],
    );
    const since = /suspended since (\S+)/.exec(await cli('partner', 'list'))![1];
    await cli('partner', 'suspend', id);
    assert.ok((await cli('partner', 'list')).includes(since!), 'suspended once more, it stays');
    await cli('partner', 'resume', id);
    assert.equal((await ask()).status, 200);

    const made = JSON.parse(await cli('key', 'create', id, '--label', 'second', '--json'));
    assert.match(
      await cli('key', 'allow', other.api_key, '--from', '203.0.113.0/24, 2001:db8::1'),
      /signs from 203\.0\.113\.0\/24, 2001:db8::1\/128 only/,
    );
    assert.deepEqual(
      [(await ask()).status, (await ask()).body.error.type],
      [403, 'address_not_allowed'],
    );
    assert.match(await cli('key', 'list', id), /from 203\.0\.113\.0\/24,2001:db8::1\/128/);
    assert.match(
      await refused('key', 'allow', other.api_key, '--from', 'home'),
      /allowed_ips\.0: expected an IP address/,
    );
    assert.match(await refused('key', 'allow', other.api_key), /--from .* or --everywhere/);
    assert.match(
      await refused('key', 'allow', other.api_key, '--everywhere', '--from', '203.0.113.9'),
      /cannot be used with/,
    );
    assert.match(await refused('key', 'allow', 'hk_test_none', '--everywhere'), /404 not_found/);
    assert.match(await cli('key', 'allow', other.api_key, '--everywhere'), /from everywhere/);
    assert.equal((await ask()).status, 200);
    await cli('key', 'revoke', made.api_key);
    const list = await cli('key', 'list', id);
    assert.match(list, new RegExp(`${other.api_key}  made \\S+  in force`));
    assert.match(
      list,
      new RegExp(`${made.api_key}  made \\S+  revoked \\S+  bookings,travelers,settings  second`),
    );
    assert.ok(!list.includes(made.api_secret));
    assert.match(await refused('key', 'allow', made.api_key, '--everywhere'), /404 not_found/);
    assert.match(await refused('key', 'list', 'prt_none'), /404 partner_not_found/);
  });

  it('catalog import --dry-run says what would change, and changes nothing', async () => {
    const file = join(env['HUBBY_DATA_DIR']!, 'catalog.csv');
    await cli('catalog', 'export', '--out', file);
    const [header, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
    const columns = header!.split(',');
    const at = (name: string): number => columns.indexOf(name);
    const priced = (row: string, by: number): string => {
      const cells = row.split(',');
      cells[at('b2b_price')] = (Number(cells[at('b2b_price')]) + by).toFixed(2);
      return cells.join(',');
    };
    const idOf = (row: string): string => row.split(',')[0]!;
    const lines = Map.groupBy(rows, idOf);
    const isPlain = (row: string): boolean =>
      !row.includes('"') && lines.get(idOf(row))!.length === 1;
    const [first, second, third, ...rest] = rows.filter(isPlain);
    const fresh = third!.split(',');
    fresh[0] = 'pkg_brand_new';
    const before = await cli('catalog', 'export');
    writeFileSync(
      file,
      [
        header,
        priced(first!, 1),
        priced(second!, -0.01),
        third,
        fresh.join(','),
        ...rows.filter((row) => !isPlain(row)),
        ...rest.slice(1),
      ].join('\n'),
    );
    const diff = JSON.parse(await cli('catalog', 'import', file, '--dry-run', '--json'));
    const ids = (kind: string): string[] => diff[kind].map((line: { id: string }) => line.id);
    assert.deepEqual(['new', 'gone', 'dearer', 'cheaper'].map(ids), [
      ['pkg_brand_new'],
      [idOf(rest[0]!)],
      [idOf(first!)],
      [idOf(second!)],
    ]);
    const { before: was, after: is } = diff.dearer[0];
    assert.equal(Math.round((is.b2b_price - was.b2b_price) * 100), 100);
    const text = await cli('catalog', 'import', file, '--dry-run');
    assert.match(text, /^new \(1\)\n {2}pkg_brand_new /);
    assert.match(
      text,
      /1 new, 1 gone, 1 dearer, 1 cheaper, 0 changed, \d+ unchanged\. Nothing was imported\.$/,
    );
    assert.equal(await cli('catalog', 'export'), before);
    writeFileSync(file, `${header}\nnonsense`);
    assert.match(await refused('catalog', 'import', file, '--dry-run'), /invalid_catalog/);
  });

  it('supplier add, list, change, pause, drain, resume, rotate-token, remove', async () => {
    const file = join(env['HUBBY_DATA_DIR']!, 'airalo.json');
    const secret = 'canary-of-a-supplier-in-a-file';
    writeFileSync(file, JSON.stringify({ client_id: 'an-id', client_secret: secret }));
    const add = ['supplier', 'add', 'main', '--kind', 'airalo'];
    assert.match(await refused(...add), /--credentials-file, or set HUBBY_SUPPLIER_CREDENTIALS/);
    assert.match(await refused(...add.slice(0, -1), 'airlo'), /expected one of airalo, es2plus/);
    writeFileSync(`${file}.broken`, `{"client_secret": "${secret}"`);
    const broken = await refused(...add, '--credentials-file', `${file}.broken`);
    assert.match(broken, /is no JSON object/);
    assert.ok(!broken.includes(secret));
    const local = '{"base_url":"http://127.0.0.1:9"}';
    const made = await cli(...add, '--credentials-file', file, '--set', local);
    assert.match(made, /takes no orders yet: npx hubby supplier test main/);
    assert.match(
      await cli('supplier', 'list'),
      /^main +airalo +test +draining +out: it waits for its first good test$/m,
    );
    const { code, out } = await run(hubby, ['supplier', 'test', 'main'], env);
    assert.equal(code, 1);
    assert.match(out, /✓ address .*\n✗ sign_in .*cannot be reached.*\nmain is not usable/);
    assert.match(
      await refused('supplier', 'resume', 'main'),
      /status: expected draining or paused/,
    );
    assert.match(await cli('supplier', 'pause', 'main'), /^main orders nothing any more/);
    assert.match(await cli('supplier', 'drain', 'main'), /^main makes no new eSIMs/);
    assert.match(await cli('supplier', 'change', 'main', '--set', '{"priority":7}'), /^main /);
    const path = /\/api\/suppliers\/main\/callbacks\/\S+/;
    const fresh = path.exec(await cli('supplier', 'rotate-token', 'main'))![0];
    assert.notEqual(fresh, path.exec(made)![0]);
    const other = await run(hubby, [...add.slice(0, 2), 'second', ...add.slice(3)], {
      ...env,
      HUBBY_SUPPLIER_CREDENTIALS: readFileSync(file, 'utf8'),
    });
    assert.equal(other.code, 0, other.err);
    assert.match(
      await refused('supplier', 'stock', 'main'),
      /^409 conflict.*Only accounts of kind es2plus have a stock list/,
    );
    assert.match(await cli('supplier', 'remove', 'main'), /^main is removed\.$/);
    assert.ok(!(await cli('supplier', 'list', '--json')).includes(secret));
  });
});
