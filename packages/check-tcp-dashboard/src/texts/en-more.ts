const plural = (count: number, one: string, many: string) => (count === 1 ? one : many)

/** What dialogs and all pages but the overview say in English. */
export const enMore = {
  acts: {
    run: 'Check now',
    cancel: 'Cancel',
    noIncident: 'None of them has an open incident, so there is nothing to acknowledge.',
    acknowledgeTitle: (count: number) =>
      count === 1 ? 'Acknowledge the incident' : `Acknowledge ${count} incidents`,
    acknowledgeHint: 'No more reminders are sent. The incident stays open until the target is up.',
    silenceTitle: (count: number) =>
      count === 1 ? 'Silence the check' : `Silence ${count} checks`,
    silenceHint: 'Checks go on, incidents are kept, and no alerts are sent.',
    note: 'Note',
    noteHint: 'What others should know',
    by: 'Your name',
    howLong: 'For how long',
    lasts: {
      900: '15 minutes',
      3600: '1 hour',
      14400: '4 hours',
      86400: '1 day',
      604800: '1 week',
    },
    acknowledged: (count: number) =>
      `${count} ${plural(count, 'incident', 'incidents')} acknowledged.`,
    silenced: (count: number, lasting: string) =>
      `${count} ${plural(count, 'check', 'checks')} silenced for ${lasting}.`,
    unsilenced: 'The silence is ended.',
    someFailed: (count: number, what: string) =>
      `${count} of them ${plural(count, 'was', 'were')} not done: ${what}`,
  },
  keys: {
    title: 'Keyboard',
    hint: 'Everything that a key does, a button does too.',
    list: [
      ['/', 'Search'],
      ['j', 'Next check'],
      ['k', 'Previous check'],
      ['Enter', 'Open the check'],
      ['x', 'Select the check'],
      ['a', 'Acknowledge'],
      ['s', 'Silence'],
      ['Esc', 'Leave the search, close a dialog'],
      ['?', 'Show these keys'],
    ] as readonly (readonly [string, string])[],
  },
  signIn: {
    title: 'Sign in',
    hint: 'With a token from `http` in the config of the monitor.',
    token: 'Token',
    submit: 'Sign in',
    noToken:
      'The config of the monitor has no token, so the dashboard can be read on the machine of the monitor alone.',
  },
}

export type MoreTexts = typeof enMore
