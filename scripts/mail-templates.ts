/**
 * Makes the skeletons of the mails: each src/domain/messages/mail/templates/*.mjml becomes an Eta
 * template of HTML beside it, which the server fills. `npm run mails` writes them, with `--check`
 * it compares and fails where they differ. In the sources `{{ it.x }}` is a value (escaped when it
 * is filled in), `{{~ it.x }}` one whose isolated names become elements (richText, which escapes
 * too), and `{% … %}` code.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mjml2html from 'mjml';

const DIR = join(import.meta.dirname, '../src/domain/messages/mail/templates');

export type Skeleton = { file: string; text: string };

/**
 * MJML lets nothing but colours stand where a colour is due: a made-up one holds the place of each
 * value.
 */
const STAND_IN = '#fade';

async function skeleton(source: string): Promise<string> {
  const colors: string[] = [];
  const standIn = source.replace(
    /\{\{ it\.colors\.\w+ \}\}/g,
    (value) => `${STAND_IN}${String(colors.push(value) - 1).padStart(2, '0')}`,
  );
  const { html } = await mjml2html(standIn, {
    validationLevel: 'strict',
    keepComments: false,
    fonts: {},
  });
  const filled = html.replaceAll(
    new RegExp(`${STAND_IN}(\\d\\d)`, 'g'),
    (_, n: string) => colors[Number(n)]!,
  );
  const lines = filled
    .replace(/\{\{ (.+?) \}\}/g, '<%= $1 %>')
    // MJML lets neither be a value; both are the language's.
    .replaceAll('direction:ltr', 'direction:<%= it.dir %>')
    .replaceAll('text-align:left', 'text-align:<%= it.start %>')
    .replaceAll('align="left"', 'align="<%= it.start %>"')
    .replace(/\{\{~ (.+?) \}\}/g, '<%~ it.rich($1) %>')
    .replace(/\{% (.+?) %\}/g, '<% $1 %>')
    .split('\n')
    .map((line) => line.trim());
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** What the committed files have to say. */
export async function mailSkeletons(): Promise<Skeleton[]> {
  return Promise.all(
    globSync('*.mjml', { cwd: DIR })
      .sort()
      .map(async (name) => ({
        file: join(DIR, name.replace(/\.mjml$/, '.eta')),
        text: await skeleton(readFileSync(join(DIR, name), 'utf8')),
      })),
  );
}

export const staleSkeletons = async (): Promise<string[]> =>
  (await mailSkeletons())
    .filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
    .map(({ file }) => file);

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const stale = await staleSkeletons();
    for (const file of stale) console.error(`${file} is not what its source says: npm run mails`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else for (const { file, text } of await mailSkeletons()) writeFileSync(file, text);
}
