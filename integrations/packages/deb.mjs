// A package for Debian and Ubuntu.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { changelog, control, debianVersion, maintainerFrom } from './deb-control.mjs'
import { fixTree, sourceDate } from './fixed-tree.mjs'
import { manPage } from './man-page.mjs'
import { ROOT, VERSION, writeProgramTree } from './program-tree.mjs'
import { unitForDebian } from './unit.mjs'

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' }
const SOURCE = join(import.meta.dirname, 'debian')
const UNIT = join(ROOT, 'packages/check-tcp-monitor/systemd/check-tcp-monitor.service')
const SCRIPTS = ['postinst', 'prerm', 'postrm']

/** Writes the .deb into `out`; gives its path. */
export function buildDeb({ work, out, fast }) {
  const seconds = sourceDate()
  const maintainer = maintainerFrom(process.env)
  const folder = join(work, 'deb')
  const home = join(folder, 'usr/lib/check-tcp')
  mkdirSync(home, { recursive: true })
  writeProgramTree(home)
  const put = (path, content) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const copy = (name, path) => put(path, readFileSync(join(SOURCE, name)))
  const zipped = (text) => gzipSync(text, { level: 9 })
  mkdirSync(join(folder, 'usr/bin'))
  symlinkSync('../lib/check-tcp/bin/check-tcp', join(folder, 'usr/bin/check-tcp'))
  copy('monitor.yaml', 'etc/check-tcp/monitor.yaml')
  copy('lintian-overrides', 'usr/share/lintian/overrides/check-tcp')
  put('usr/lib/systemd/system/check-tcp-monitor.service', unitForDebian(readFileSync(UNIT, 'utf8')))
  const page = manPage([join(home, 'bin/check-tcp')], { version: VERSION, seconds })
  put('usr/share/man/man1/check-tcp.1.gz', zipped(page))
  const texts = 'usr/share/doc/check-tcp'
  mkdirSync(join(folder, texts), { recursive: true })
  renameSync(join(home, 'LICENSES.txt'), join(folder, texts, 'copyright'))
  put(`${texts}/changelog.Debian.gz`, zipped(changelog({ maintainer, seconds })))

  const architecture = ARCHITECTURES[process.arch]
  put('DEBIAN/control', control({ architecture, maintainer, size: kibibytes(folder) }))
  put('DEBIAN/conffiles', '/etc/check-tcp/monitor.yaml\n')
  for (const name of SCRIPTS) cpSync(join(SOURCE, name), join(folder, 'DEBIAN', name))
  put('DEBIAN/md5sums', md5sums(folder))
  fixTree(folder, seconds)

  const path = join(out, `check-tcp_${debianVersion()}_${architecture}.deb`)
  const compression = fast ? ['-Zgzip', '-z1'] : ['-Zxz']
  execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', folder, path], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds) },
  })
  return path
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !file.startsWith('DEBIAN/'))
    .toSorted()
}

function kibibytes(folder) {
  return filesIn(folder).reduce(
    (sum, file) => sum + Math.ceil(statSync(join(folder, file)).size / 1_024),
    0,
  )
}

function md5sums(folder) {
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 }
  return execFileSync('md5sum', ['--', ...filesIn(folder)], options)
}
