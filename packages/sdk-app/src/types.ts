/**
 * What the server answers, field by field as on the wire. Instants are ISO 8601 in UTC. Fields may
 * be added.
 */
export type PackageType = 'data-limited' | 'time-limited' | 'starter' | 'unlimited';

/** A package that the partner has granted and the traveler has not claimed yet. */
export type Grant = {
  /** what the other calls take as `queueId` */
  id: string;
  booking_id: string;
  package_specification: {
    esim_type: 'classic';
    /** '1GB'; null = unlimited, or known once the destination is */
    size: string | null;
    /** ISO 3166 alpha-3 or a region's id; null = the traveler chooses: `setDestination` */
    iso3: string | null;
    /** its name in the language asked for */
    destination: string | null;
    package_type: PackageType;
    /** days from first use */
    package_duration: number | null;
    package_id: string | null;
    /** countries, where the package is for several of them */
    covers?: string[];
  };
  /** whether `setDestination` may be called, again too until it is claimed */
  destination_open: boolean;
  created_at: string;
  /** last instant at which it can be claimed */
  expires_at: string | null;
  redeemed_at: string | null;
};

export type Esim = {
  provider: string;
  name: string;
  esim_type: 'universal' | 'classic';
  /** the activation string (`LPA:1$…`): the text of a QR code, and what the phone installs from */
  qr: string;
  iccid: string;
  /** bytes */
  total_data: number;
  /** bytes */
  data_left: number;
  /** whether anything was ever used */
  data_used: boolean;
  unlimited: boolean;
  status: 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED';
  time_assigned: string;
  last_updated: string;
};

export type EsimPackage = {
  id: string;
  package_queue_id: string;
  template: string;
  destination_bundle: string;
  destination_iso3: string;
  type: 'data';
  package_type: PackageType;
  assigned_at: string;
  date_activated: string | null;
  expires_at: string | null;
  status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'CANCELLED';
  total_bytes: number | null;
  used_bytes: number;
  allowance_seconds: number;
  allowance_hours: number;
  allowance_days: number;
};

export type Claim = {
  queue: Grant & { redeemed_at: string; esim: Esim };
  esim_iccid: string;
  /** all packages of that eSIM */
  esim_packages: EsimPackage[];
  /**
   * true: the package joined an eSIM that the traveler has; false: a new eSIM is to be installed
   */
  is_top_up: boolean;
};

export type ArchivedEsim = { esim_iccid: string; archived_at: string };
