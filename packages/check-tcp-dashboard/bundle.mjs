import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const FOLDER = new URL('src/style/', import.meta.url)
/** Of the charts. */
const UPLOT = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css')
const ICON = new URL('src/style/icon.svg', import.meta.url)

/** Without comments and what only people need to read it; gzip does the rest. */
function squeezed(css) {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .trim()
}

function styleSheet() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.css'))
  const own = names.sort().map((name) => new URL(name, FOLDER))
  return squeezed([UPLOT, ...own].map((file) => readFileSync(file, 'utf8')).join('\n'))
}

/** The style sheet, one file of all in `src/style/`, and the names that the page of the server needs. */
function pageParts() {
  return {
    name: 'page-parts',
    generateBundle(_options, bundle) {
      const emit = (name, source) =>
        this.getFileName(this.emitFile({ type: 'asset', name, source }))
      const script = Object.values(bundle).find((each) => each.type === 'chunk' && each.isEntry)
      const manifest = {
        script: script.fileName,
        imports: script.imports,
        style: emit('style.css', styleSheet()),
        icon: emit('icon.svg', readFileSync(ICON)),
      }
      this.emitFile({
        type: 'asset',
        fileName: 'manifest.json',
        source: `${JSON.stringify(manifest, null, 2)}\n`,
      })
    },
  }
}

const DIST = 'packages/check-tcp-dashboard/dist/bundle'

/** The dashboard: what browsers load, and what the monitor makes pages with. */
export const DASHBOARD = [
  {
    input: { start: 'packages/check-tcp-dashboard/src/start.tsx' },
    platform: 'browser',
    plugins: [pageParts()],
    transform: { target: 'es2022' },
    output: {
      dir: `${DIST}/assets`,
      format: 'esm',
      cleanDir: true,
      minify: true,
      comments: { legal: true, annotation: false, jsdoc: false },
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: '[name]-[hash].js',
      assetFileNames: '[name]-[hash][extname]',
    },
  },
  {
    input: { server: 'packages/check-tcp-dashboard/src/server.tsx' },
    platform: 'node',
    transform: { target: 'node20' },
    output: { dir: DIST, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  },
]
