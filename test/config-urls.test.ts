/**
 * URLs of the environment that others are made from: refused at start where these would lead
 * nowhere.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadConfig } from '../src/config.ts';

const problemOf = (name: string, value: string): string => {
  try {
    loadConfig({ [name]: value });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('HUBBY_PUBLIC_URL', () => {
  it('is an origin', () => {
    for (const [given, read] of [
      ['https://hubby.example', 'https://hubby.example'],
      ['https://hubby.example/', 'https://hubby.example'],
      ['HTTPS://Hubby.Example:443', 'https://hubby.example'],
      ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
      ['http://[::1]:3000/', 'http://[::1]:3000'],
    ])
      assert.equal(loadConfig({ HUBBY_PUBLIC_URL: given }).publicUrl, read);
  });

  it('has no path, query, fragment, user or blank', () => {
    for (const [given, expected] of [
      [
        'https://hubby.example/api',
        /HUBBY_PUBLIC_URL: expected an origin without a path, such as https:\/\/hubby\.example, got/,
      ],
      ['https://hubby.example//', /an origin without a path/],
      ['https://hubby.example?x=1', /without query and fragment/],
      ['https://hubby.example/?', /without query and fragment/],
      ['https://hubby.example#top', /without query and fragment/],
      ['https://user:secret@hubby.example', /without user name and password/],
      [' https://hubby.example', /an http\(s\) URL/],
      ['https://hubby.example ', /without blanks/],
      ['https:hubby.example', /an http\(s\) URL/],
      ['hubby.example', /an http\(s\) URL/],
      ['ftp://hubby.example', /an http\(s\) URL/],
    ] as const)
      assert.match(problemOf('HUBBY_PUBLIC_URL', given), expected, given);
    assert.doesNotMatch(
      problemOf('HUBBY_PUBLIC_URL', 'https://user:secret@hubby.example'),
      /secret/,
    );
  });
});

describe('other base URLs', () => {
  it('may have a path, and neither query nor fragment', () => {
    assert.equal(
      loadConfig({ HUBBY_APP_URL: 'https://app.example/travel/' }).appUrl,
      'https://app.example/travel',
    );
    for (const name of ['HUBBY_APP_URL', 'HUBBY_BREVO_URL', 'HUBBY_FCM_URL', 'HUBBY_INTERCOM_URL'])
      for (const given of [
        'https://x.example/a?b=1',
        'https://x.example/#a',
        'https://a@x.example',
      ])
        assert.match(problemOf(name, given), new RegExp(`${name}: expected a URL without`), given);
  });
});
