/** What the server wrote into the page: who the partner is, in which language, on what device. */
export type Boot = {
  /** path below which all addresses lie, `/w/<slug>/` */
  base: string;
  locale: string;
  /** language → address of its texts */
  texts: Record<string, string>;
  partner: {
    name: string;
    logo: string | null;
    legal: { label: string; url: string }[];
  };
  /** sentences of the partner's own, by slot, in the page's language */
  slots: { welcome?: string; help?: string };
  /** origins that may frame this and be spoken with */
  origins: string[];
  device: {
    platform: 'apple' | 'android' | 'computer';
    /** the app within whose browser this is shown; '' = one without a name, null = a browser */
    app: string | null;
    /** whether one tap installs */
    takesLinks: boolean;
    model: string | null;
    version: string | null;
  };
  /** address of the service worker */
  worker: string;
  hasStore: boolean;
};

export const readBoot = (): Boot =>
  JSON.parse(document.getElementById('boot')!.textContent) as Boot;
