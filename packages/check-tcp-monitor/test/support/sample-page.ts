import type { StatusPageConfig } from '../../src/core/config/status-page.js'
import type { PageModel, ServiceModel } from '../../src/status-page/page-model.js'
import type { PageSource } from '../../src/status-page/page-source.js'
import type { ServedMonitor } from './served-monitor.js'

export const NOON = Date.UTC(2026, 0, 5, 12)

const DAY_MS = 86_400_000

export const UP_DAY = {
  ...{ date: '2026-01-05', lengthMs: DAY_MS },
  ...{ upMs: DAY_MS, downMs: 0, maintenanceMs: 0 },
}

export function serviceOf(change: Partial<ServiceModel> = {}): ServiceModel {
  return { name: 'Shop', slug: 'shop', state: 'up', days: [UP_DAY], ...change }
}

export function pageOf(change: Partial<PageModel> = {}): PageModel {
  return {
    ...{ title: 'Example', timeZone: 'UTC', asOf: NOON, freshMs: 300_000, isOld: false },
    ...{ groups: [{ services: [serviceOf()] }], open: [], past: [], maintenance: [] },
    ...change,
  }
}

/** Of the checks of a served monitor: `web` and all with the tag `data`. */
export const PAGE: StatusPageConfig = {
  ...{ name: 'public', title: 'Example', timeZone: 'UTC' },
  groups: [
    {
      name: 'Website',
      services: [
        { name: 'Shop', checks: ['web'] },
        { name: 'Databases', checks: ['db'] },
      ],
    },
  ],
}

export function sourceOf(served: ServedMonitor, change: Partial<PageSource> = {}): PageSource {
  return {
    clock: served.clock,
    status: {
      statusOf: (id) => served.monitor.statusOf(id),
      openIncidents: () => served.monitor.openIncidents(),
    },
    checks: () => served.monitor.config.checks,
    planned: () => served.monitor.plannedMaintenance(),
    queries: served.store.queries,
    ...change,
  }
}
