/** What the server wrote into the document. */
import type { Addresses } from '../../shared/src/messages.ts';

export type Boot = {
  /** path below which all addresses lie */
  base: string;
  /** that of the browser, among those there are */
  language: string;
  texts: Addresses;
  environment: 'staging' | 'production';
  /** where the API is called, without a slash at its end */
  api: string;
};

export const readBoot = (): Boot =>
  JSON.parse(document.getElementById('boot')!.textContent) as Boot;
