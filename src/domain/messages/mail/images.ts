/** For a mail that is shown by us: nobody fetches its attachments there. */
import type { Rendered } from './render.ts';

export const withImages = ({ html, attachments }: Pick<Rendered, 'html' | 'attachments'>): string =>
  attachments.reduce(
    (page, { cid, contentType, content }) =>
      page.replaceAll(`cid:${cid}`, `data:${contentType};base64,${content.toString('base64')}`),
    html,
  );
