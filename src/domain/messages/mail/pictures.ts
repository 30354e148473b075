/** QR codes in mails that were sent: attachments are not kept, so they are drawn anew. */
import { qrPng } from './render.ts';

export type Picture = { name: string; png: Buffer };

/** To an app with a code, or that of the mail itself. */
const LINK = /href="([^"]*(?:[?&](?:amp;)?promoCode=|\/m\/[\w-]{43})[^"]*)"/g;

/** The link that stands beside each code, in the mail as it was sent. */
const qrLinks = (html: string): string[] => [
  ...new Set(
    [...html.matchAll(LINK)].map((m) => m[1]!.replaceAll('&amp;', '&').replaceAll('&#38;', '&')),
  ),
];

/** The mail with its pictures in it, and these by themselves. */
export function withPictures(sent: string): { html: string; pictures: Picture[] } {
  const pictures: Picture[] = [];
  const links = qrLinks(sent);
  const html = sent.replaceAll(
    /\bcid:(qr-(\d{1,3})@hubby)/g,
    (name, cid: string, number: string) => {
      const link = links[Number(number) - 1];
      if (link === undefined) return name;
      const png = qrPng(link);
      pictures.push({ name: cid, png });
      return `data:image/png;base64,${png.toString('base64')}`;
    },
  );
  return { html, pictures };
}
