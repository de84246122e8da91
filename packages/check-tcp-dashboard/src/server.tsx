import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Dashboard, DashboardAsset } from 'check-tcp-monitor/http-api'
import { type Manifest, renderNotFound, renderPage } from './app/render-page.js'

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Pages and assets for the monitor, which loads this by the name of the package. */
export function createDashboard(folder = join(import.meta.dirname, 'assets')): Dashboard {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  // Within the page, it costs no way to and fro before anything is painted.
  const css = readFileSync(join(folder, manifest.style), 'utf8')
  const hash = createHash('sha256').update(css).digest('base64')
  const assets = new Map<string, DashboardAsset>()
  for (const name of readdirSync(folder)) {
    const type = TYPES[name.split('.').at(-1) ?? '']
    if (type === undefined) continue
    const bytes = readFileSync(join(folder, name))
    const packed = gzipSync(bytes, { level: 9 })
    const asset = { type, bytes }
    assets.set(`/assets/${name}`, packed.length < bytes.length ? { ...asset, packed } : asset)
  }
  return {
    assets,
    styles: [`'sha256-${hash}'`],
    page: (request) => renderPage(request, { ...manifest, css }),
    notFound: (request) => renderNotFound(request, { ...manifest, css }),
  }
}
