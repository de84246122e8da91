/** The parts of the site and the order of their pages. What is in `docs/guide/` and named nowhere is in the last part of the guide. */
export const SECTIONS = [
  {
    title: 'Checks',
    folder: 'docs/guide',
    pages: [
      'README',
      'comparison',
      'task-files',
      'scenarios',
      'result',
      'explain',
      'wait',
      'mass-checks',
      'policy',
      'audit',
      'services-that-count-connects',
    ],
  },
  {
    title: 'The monitor',
    folder: 'docs/guide',
    pages: [
      'monitor',
      'monitor-config',
      'alerts',
      'dashboard',
      'status-page',
      'monitor-api',
      'fleet',
      'fleet-sizing',
      'two-hubs',
    ],
  },
  { title: 'Where you work', folder: 'docs/guide', rest: true },
  { title: 'Reference', folder: 'docs/reference', rest: true },
  { title: 'Decisions', folder: 'docs/decisions', rest: true, closed: true },
  { title: 'Discoveries', folder: 'docs/discoveries', rest: true, closed: true },
  {
    title: 'The project',
    folder: '.',
    pages: ['CHANGELOG', 'ARCHITECTURE', 'CONTRIBUTING'],
    closed: true,
  },
]

/** Folders of examples that pages refer to: each is a page with its files. */
export const EXAMPLES = ['examples', 'examples/scenarios', 'examples/policies', 'examples/fleet']
