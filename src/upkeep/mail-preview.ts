/** `hubby mail preview`: the travelers' mails as files to look at. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { print } from '@hubby/cli';
import { previewPages, type PreviewOptions } from '../domain/messages/mail/preview.ts';

export type MailPreviewOptions = PreviewOptions & { out?: string; json?: boolean };

export function mailPreview(options: MailPreviewOptions): void {
  const pages = previewPages(options);
  const folder =
    options.out === undefined ? mkdtempSync(join(tmpdir(), 'hubby-mails-')) : resolve(options.out);
  mkdirSync(folder, { recursive: true });
  for (const { file, text } of pages) writeFileSync(join(folder, file), text);
  const mails = (pages.length - 1) / 2;
  print(
    options,
    { folder, index: join(folder, 'index.html'), mails },
    () => `${mails} mails are in ${folder}\nOpen ${join(folder, 'index.html')} in a browser.`,
  );
}
