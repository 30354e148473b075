/** The stand-in's profiles, their states, and what each function does to them. */

export type State =
  | 'Available'
  | 'Allocated'
  | 'Linked'
  | 'Confirmed'
  | 'Released'
  | 'Downloaded'
  | 'Installed'
  | 'Error'
  | 'Unavailable';

export type Profile = {
  iccid: string;
  profileType: string;
  /** of another operator: ours may not use it */
  isForeign: boolean;
  state: State;
  eid: string | null;
  matchingId: string | null;
  /** how often it was taken from the stock */
  allocations: number;
};

export type Input = Record<string, unknown>;
/** What is answered beside the header, or the code of a failure. */
export type Outcome = { out: Input } | { code: string };

export type ProfileOptions = {
  /** the same confirmation again: done, or its matching id in use */
  repeat: 'success' | 'in_use';
  /** named in the answer to confirmOrder; null = left out */
  smdpAddress: string | null;
  /** whether confirmOrder repeats the matching id */
  saysMatchingId: boolean;
  /** it repeats the matching id of another profile, which is no answer to what was asked */
  mixesUp: boolean;
  /** 19 digits are answered with a filler */
  pads: boolean;
};

const failed = (code: string): Outcome => ({ code });
const bare = (iccid: unknown): string => String(iccid).replace(/F$/, '');

export class Profiles {
  readonly byIccid = new Map<string, Profile>();
  readonly #options: ProfileOptions;

  /** `options` may be changed at any time. */
  constructor(options: ProfileOptions) {
    this.#options = options;
  }

  add(profile: Pick<Profile, 'iccid' | 'profileType'> & { isForeign?: boolean }): void {
    this.byIccid.set(profile.iccid, {
      isForeign: false,
      ...profile,
      state: 'Available',
      eid: null,
      matchingId: null,
      allocations: 0,
    });
  }

  downloadOrder(input: Input): Outcome {
    const profile = this.#choose(input);
    if (!('iccid' in profile)) return profile;
    profile.eid = (input['eid'] as string | undefined) ?? null;
    profile.state = profile.eid === null ? 'Allocated' : 'Linked';
    profile.allocations += 1;
    return { out: { iccid: this.#shown(profile.iccid) } };
  }

  confirmOrder(input: Input): Outcome {
    const profile = this.#known(input);
    if (!('iccid' in profile)) return profile;
    const eid = (input['eid'] as string | undefined) ?? profile.eid;
    if (profile.eid !== null && eid !== profile.eid) return failed('8.1.1/3.10');
    const matchingId = (input['matchingId'] as string | undefined) ?? `SM-${profile.iccid}`;
    const needsEid = matchingId === '' || input['smdsAddress'] !== undefined;
    if (needsEid && eid === null) return failed('8.1.1/2.2');
    if (this.#isTaken(matchingId, profile)) return failed('8.2.6/3.3');
    const isRepeat = profile.matchingId === matchingId && profile.state !== 'Available';
    if (isRepeat && this.#options.repeat === 'in_use') return failed('8.2.6/3.3');
    if (!isRepeat && profile.state !== 'Allocated' && profile.state !== 'Linked')
      return failed('8.2.1/3.5');
    if (!isRepeat) {
      profile.matchingId = matchingId;
      profile.eid = eid;
      profile.state = input['releaseFlag'] === true ? 'Released' : 'Confirmed';
    }
    return {
      out: {
        ...(this.#options.saysMatchingId ? { matchingId: this.#said(matchingId) } : {}),
        ...(this.#options.smdpAddress === null ? {} : { smdpAddress: this.#options.smdpAddress }),
      },
    };
  }

  releaseProfile(input: Input): Outcome {
    const profile = this.#known(input);
    if (!('iccid' in profile)) return profile;
    if (profile.state !== 'Confirmed' && profile.state !== 'Released') return failed('8.2.1/3.5');
    profile.state = 'Released';
    return { out: {} };
  }

  cancelOrder(input: Input): Outcome {
    const profile = this.#known(input);
    if (!('iccid' in profile)) return profile;
    if (profile.state === 'Downloaded' || profile.state === 'Installed') return failed('8.2.1/3.3');
    if (profile.state === 'Available' || profile.state === 'Unavailable')
      return failed('8.2.1/3.5');
    if (profile.eid !== null && input['eid'] !== profile.eid) return failed('8.1.1/3.10');
    if ((input['matchingId'] ?? null) !== profile.matchingId) return failed('8.2.6/3.10');
    profile.state = input['finalProfileStatusIndicator'] as State;
    profile.eid = null;
    profile.matchingId = null;
    return { out: {} };
  }

  #said(matchingId: string): string {
    return this.#options.mixesUp ? 'ANOTHER-ORDER' : matchingId;
  }

  #shown(iccid: string): string {
    return this.#options.pads ? iccid.padEnd(20, 'F') : iccid;
  }

  #isTaken(matchingId: string, by: Profile): boolean {
    return [...this.byIccid.values()].some((one) => one !== by && one.matchingId === matchingId);
  }

  /** Of the functions about a profile that is there. */
  #known(input: Input): Profile | Outcome {
    const profile = this.byIccid.get(bare(input['iccid']));
    if (profile === undefined) return failed('8.2.1/3.9');
    return profile.isForeign ? failed('8.2.1/1.2') : profile;
  }

  #choose({ iccid, profileType }: Input): Profile | Outcome {
    if (iccid !== undefined) {
      const profile = this.#known({ iccid });
      if ('out' in profile || 'code' in profile) return profile;
      if (profileType !== undefined && profile.profileType !== profileType)
        return failed('8.2.5/3.8');
      return profile.state === 'Available' ? profile : failed('8.2.1/3.3');
    }
    const ofType = [...this.byIccid.values()].filter((one) => one.profileType === profileType);
    if (ofType.length === 0) return failed('8.2.5/3.9');
    if (ofType.every((one) => one.isForeign)) return failed('8.2.5/1.2');
    return ofType.find((one) => one.state === 'Available' && !one.isForeign) ?? failed('8.2.5/3.7');
  }
}
