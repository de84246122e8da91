import type { Dashboard } from './dashboard.js'

/** Only a name, so that nothing here depends on the other package. */
const DASHBOARD: string = 'check-tcp-dashboard'

/** What the package exports. */
interface DashboardPackage {
  createDashboard(): Dashboard
}

/** The dashboard, where its package is installed. Without it everything else is served. */
export async function loadDashboard(): Promise<Dashboard | undefined> {
  try {
    const { createDashboard }: DashboardPackage = await import(DASHBOARD)
    return createDashboard()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(DASHBOARD)) return undefined
    throw error
  }
}
