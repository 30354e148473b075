/** The words of the status page, in ICU MessageFormat; every other language is typed by this one. */
import { DEFINITIONS } from '../../../domain/service/figures.ts';

/** What is counted is said where it is counted. */
const { availability, provisioning, webhooks, usage, support } = DEFINITIONS;

export const en = {
  title: 'Service status',
  lead: 'How this installation has served in the last {days} days, measured against what it promises. Days are UTC.',
  notYet: 'Nothing is counted yet: figures come with the first hour.',
  since: 'Counted since {date}.',
  nothing: 'nothing to count',
  promised: 'promised: {share}',
  times: 'on average after {mean}, the slowest after {slowest}',
  bars: '{title} by day: {share} over {days, plural, one {# day} other {# days}}; the last seven stand in the table below',
  bar: '{date}: {share}',
  details: 'What is counted, and the last days',
  day: 'Day',
  share: 'Share',
  minutes: 'Minutes',
  counted: 'Counted',
  average: 'Average',
  exportTitle: 'Count it again',
  exportText: 'The counts behind these figures, from which anybody gets the same:',
  everyHour: 'every hour of every figure',
  todaysMinutes: 'for availability, the minutes of today',
  exportHow: 'Another day by {address}. A day’s share is the sum of “good” by the sum of “total”.',
  languages: 'Languages',
  availability: availability.title,
  availabilityMeans: availability.definition,
  provisioning: provisioning.title,
  provisioningMeans: provisioning.definition,
  webhooks: webhooks.title,
  webhooksMeans: webhooks.definition,
  usage: usage.title,
  usageMeans: usage.definition,
  support: support.title,
  supportMeans: support.definition,
};

export type StatusTexts = Record<keyof typeof en, string>;
