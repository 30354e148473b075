/**
 * One thing that was looked at. `missing`: something that people would miss cannot work. `notice`:
 * it works, but look.
 */
export type Finding = {
  /** what was looked at, one word: telco, public_url, mail, catalog … */
  check: string;
  state: 'ok' | 'notice' | 'missing';
  /** what was found, one sentence */
  message: string;
  /** what to do about it; null where there is nothing to do */
  remedy: string | null;
};

export const ok = (check: string, message: string): Finding => ({
  check,
  state: 'ok',
  message,
  remedy: null,
});
export const notice = (check: string, message: string, remedy: string): Finding => ({
  check,
  state: 'notice',
  message,
  remedy,
});
export const missing = (check: string, message: string, remedy: string): Finding => ({
  check,
  state: 'missing',
  message,
  remedy,
});
