/** What authenticators answer, for the document: shortened, and good for nothing. */
const ID = 'mVZ0X3eQk8Sx2yB7LrTqNw';
const CLIENT_DATA = 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0';

export const EXAMPLE_ASSERTION = {
  id: ID,
  rawId: ID,
  type: 'public-key',
  response: {
    clientDataJSON: CLIENT_DATA,
    authenticatorData: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ',
    signature: 'MEUCIQDfZ0',
    userHandle: 'bWVtXzAx',
  },
} as const;

export const EXAMPLE_ATTESTATION = {
  id: ID,
  rawId: ID,
  type: 'public-key',
  response: {
    clientDataJSON: CLIENT_DATA,
    attestationObject: 'o2NmbXRkbm9uZQ',
    transports: ['internal'],
  },
} as const;
