import { DEBIAN_PROGRAMS } from './debian/debian-root.js'
import { installDebianPackages } from './packages/apt.js'
import { isInstalled, LAB_PROGRAMS, labRequirements } from './packages/requirements.js'
import { missingBannerServers } from './servers/banner-servers.js'
import { postgresRequirements } from './servers/postgres.js'
import { PYTHON_MODULES, type PythonModule, pythonWith } from './servers/python.js'
import { missingStartTlsServers } from './servers/starttls-servers.js'

/** What the tests run besides the lab's own programs, with the Debian packages that bring it. */
const SERVER_PROGRAMS = {
  chromium: 'chromium',
  mariadbd: 'mariadb-server',
  prometheus: 'prometheus',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  smtpd: 'opensmtpd',
  'systemd-analyze': 'systemd',
} as const

/** What the tests of packages, of the image and of the Ansible collection run. */
const INTEGRATION_PROGRAMS = {
  icinga2: 'icinga2-bin',
  nagios4: 'nagios4-core',
  ...DEBIAN_PROGRAMS,
  'ansible-playbook': 'ansible-core',
  buildah: 'buildah',
  lintian: 'lintian',
} as const

/** The long tests greet more kinds of servers, and install what is built. */
const isDeep = process.argv.includes('--deep')

const postgres = postgresRequirements()

const missingModules = (Object.keys(PYTHON_MODULES) as PythonModule[]).filter(
  (module) => pythonWith(module) === undefined,
)

const missingPackages = [
  ...new Set(
    Object.entries({ ...LAB_PROGRAMS, ...SERVER_PROGRAMS, ...(isDeep ? INTEGRATION_PROGRAMS : {}) })
      .filter(([program]) => !isInstalled(program))
      .map(([, debianPackage]) => debianPackage as string)
      .concat(missingModules.map((module) => PYTHON_MODULES[module]))
      .concat(postgres.available ? [] : ['postgresql'])
      .concat(isDeep ? [...missingBannerServers(), ...missingStartTlsServers()] : []),
  ),
]

process.exitCode = main()

function main(): number {
  if (missingPackages.length === 0) {
    tell('every package that the tests need is there')
    return tellWhatIsLeftOut()
  }
  const isRoot = process.getuid?.() === 0
  if (process.platform !== 'linux' || !isRoot || !isInstalled('apt-get')) {
    const install = `apt-get install ${missingPackages.join(' ')}`
    tell(`on Debian or Ubuntu, as root, this brings what is missing: ${install}`)
    return tellWhatIsLeftOut()
  }
  const problem = installDebianPackages(missingPackages)
  tell(problem ?? `installed ${missingPackages.join(', ')}`)
  tellWhatIsLeftOut()
  // Where tests are run for a record, tests left out must not look like tests passed.
  return problem !== undefined && process.env.CI === 'true' ? 1 : 0
}

function tellWhatIsLeftOut(): number {
  const labs = labRequirements()
  if (!labs.available) {
    tell(
      `the tests in *.lab.test.ts will be left out: ${labs.because}; run as root on Linux to get them`,
    )
  }
  for (const [program, debianPackage] of Object.entries(SERVER_PROGRAMS)) {
    if (isInstalled(program)) continue
    tell(
      `the tests of a real ${program} (Debian's ${debianPackage}) will be left out: it is missing`,
    )
  }
  if (!postgres.available) {
    tell(`the tests of a real PostgreSQL will be left out: ${postgres.because}`)
  }
  for (const [module, debianPackage] of Object.entries(PYTHON_MODULES)) {
    if (pythonWith(module as PythonModule) !== undefined) continue
    tell(
      `the tests with Python's ${module} (Debian's ${debianPackage}) will be left out: it is missing`,
    )
  }
  return 0
}

function tell(text: string): void {
  console.log(`test packages: ${text}`)
}
