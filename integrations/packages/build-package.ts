import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const BUILD = join(import.meta.dirname, 'build.mjs')

/** 2026-11-01; any fixed time will do. */
const SOURCE_DATE = '1793491200'

const ENVIRONMENT = {
  ...process.env,
  DEBFULLNAME: 'check-tcp tests',
  DEBEMAIL: 'tests@check-tcp.org',
  SOURCE_DATE_EPOCH: SOURCE_DATE,
}

/** Builds as `npm run package:…` does, but hardly compresses; gives the path of what was built. */
export function buildPackage(
  kind: string,
  out: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [BUILD, kind, '--fast', '--out', out],
    { encoding: 'utf8', env: { ...ENVIRONMENT, ...environment } },
  )
  if (status !== 0) throw new Error(`${kind} was not built: ${stderr}`)
  return stdout.trim()
}
