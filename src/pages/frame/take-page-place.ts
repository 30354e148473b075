import { takePlace, type Places, type Pool } from '../../http/places.ts';

/** Pages have places of their own, whoever opens them. */
const POOL: Pool = { size: 128 };

export const takePagePlace = (places: Places) => takePlace(places, POOL);
