import { credentialsFile, type Credentials } from '@hubby/sdk/environment';
import { signedHeaders } from '@hubby/sdk/signing';
import type { Config } from '../config.ts';
import type { FirstLinks } from './first-members.ts';
import type { Finding } from '../domain/doctor/finding.ts';

/** What a newcomer needs next. Production prints no secret but a new operator token. */
export function banner(
  config: Config,
  credentials: Credentials,
  how: {
    isNewToken: boolean;
    /** the address of another server, which credentials.json keeps */ keeps: string | null;
    database: string;
    notice: string | null;
    /** link to the demo partner's mailbox */ mailbox: string | null;
    links: FirstLinks;
    missing: Finding[];
  },
): void {
  const { base_url, api_key, api_secret, partner_id, operator_token } = credentials;
  const lines = [
    '',
    `  Hubby is listening on ${base_url}   (${config.env}, ${how.database})`,
    `  API docs              ${base_url}/docs/`,
    `  Credentials           ${credentialsFile(config.dataDir)}`,
  ];
  if (how.keeps !== null)
    lines.push(`                        keeps ${how.keeps}, which answers too`);
  if (how.mailbox !== null) lines.push(`  Mailbox, for 12 hours ${how.mailbox}`);
  if (how.links.operator !== null) lines.push(`  Dashboard, as operator ${how.links.operator}`);
  if (how.links.demo !== null) lines.push(`  Dashboard, Demo Travel ${how.links.demo}`);
  if (how.links.operator !== null || how.links.demo !== null)
    lines.push(
      '                        each once, within 15 minutes; npx hubby member link makes more',
    );
  if (how.notice !== null) lines.push(`  Note                  ${how.notice}`);
  for (const { message } of how.missing) lines.push(`  Missing               ${message}`);
  if (how.missing.length > 0) lines.push('  What to do about it   npx hubby doctor');
  if (api_key !== undefined && api_secret !== undefined) {
    const path = '/api/destinations/GR';
    const headers = Object.entries(signedHeaders({ api_key, api_secret }, 'GET', path))
      .map(([name, value]) => `-H '${name}: ${value}'`)
      .join(' \\\n      ');
    lines.push(
      '',
      `  Partner               Demo Travel (${partner_id})`,
      `  API key               ${api_key}`,
      `  API secret            ${api_secret}`,
      `  Operator token        ${operator_token.slice(0, 8)}…, whole in the file above`,
      '',
      '  A signed request, good for the next 5 minutes:',
      '',
      `    curl -s ${base_url}${path} \\\n      ${headers}`,
      '',
      '  Next: npx hubby demo',
      '',
    );
  } else if (how.isNewToken) {
    lines.push('', `  Operator token (shown once)  ${operator_token}`, '');
  }
  console.log(lines.join('\n'));
}
