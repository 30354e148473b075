/** A sign-in through a partner's directory that opened nothing: the browser is sent back with why. */

/**
 * failed       whatever does not hold: it may be tried again
 * unavailable  the partner has no directory, or it does not answer
 * not_linked   the directory knows them, and nobody here has invited them yet
 * too_many     from this address, for a minute
 */
export type SsoReason = 'failed' | 'unavailable' | 'not_linked' | 'too_many';

export class SsoRefused extends Error {
  readonly reason: SsoReason;

  constructor(reason: SsoReason, options: { cause?: unknown } = {}) {
    super(reason, options);
    this.reason = reason;
  }
}
