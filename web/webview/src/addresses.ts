/** The addresses of the screens: what may stand in `to`, and in the page's own path. */
/** A uuid, or a code that has none. */
const ENTITLEMENT = /^[\w-]{4,64}$/;

const SHAPES: Record<string, (rest: string | undefined) => boolean> = {
  home: (rest) => rest === undefined,
  claim: (rest) => rest !== undefined && ENTITLEMENT.test(rest),
  install: (rest) => rest === undefined || /^89\d{16,18}$/.test(rest),
  replace: (rest) => rest !== undefined && /^89\d{16,18}$/.test(rest),
  meter: (rest) => rest !== undefined && /^[\w-]{1,64}$/.test(rest),
  store: (rest) => rest === undefined || /^[\w-]{2,40}$/.test(rest),
  purchase: (rest) => rest !== undefined && /^[\w-]{1,64}$/.test(rest),
  support: (rest) => rest === undefined,
  account: (rest) => rest === undefined,
};

/** The address, without slashes around it; what is none of ours is `home`. */
export function readAddress(text: string | null): string {
  const [screen = '', rest, more] = (text ?? '').split('/').filter((part) => part !== '');
  const fits = Object.hasOwn(SHAPES, screen) && more === undefined && SHAPES[screen]!(rest);
  if (!fits) return 'home';
  return rest === undefined ? screen : `${screen}/${rest}`;
}
