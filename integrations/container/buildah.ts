import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export interface ImageConfig {
  readonly User: string
  readonly Env: readonly string[]
  readonly Entrypoint: readonly string[]
  readonly Cmd: readonly string[]
  readonly WorkingDir: string
  readonly Volumes: Readonly<Record<string, unknown>>
  readonly StopSignal: string
  readonly Labels: Readonly<Record<string, string>>
  readonly Healthcheck: { readonly Test: readonly string[] }
}

export interface BuiltImage {
  readonly config: ImageConfig
  /** Where its files are. */
  readonly root: string
}

export function hasBuildah(): boolean {
  return spawnSync('buildah', ['--version']).status === 0
}

/** Builds the Containerfile of a folder on top of a Debian that lies in a tarball, with all its layers in `storage`. */
export function buildImage(context: string, baseTarball: string, storage: string): BuiltImage {
  const buildah = (...args: readonly string[]) => {
    const options = ['--storage-driver', 'vfs', '--root', join(storage, 'root')]
    const all = [...options, '--runroot', join(storage, 'run'), ...args]
    const { status, stdout, stderr } = spawnSync('buildah', all, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`buildah ${args[0]} failed: ${stderr}`)
    return stdout.trim()
  }
  const base = buildah('from', 'scratch')
  buildah('add', '--quiet', base, baseTarball, '/')
  buildah('commit', '--quiet', '--rm', base, 'base')
  // Only Docker's format keeps the health check.
  const format = ['--format', 'docker', '--isolation', 'chroot', '--pull-never', '--quiet']
  const args = ['--build-arg', 'BASE=localhost/base', '--tag', 'check-tcp:test']
  buildah('build', ...format, ...args, '--file', join(context, 'Containerfile'), context)
  const { Docker } = JSON.parse(buildah('inspect', '--type', 'image', 'localhost/check-tcp:test'))
  const container = buildah('from', '--pull-never', 'localhost/check-tcp:test')
  return { config: Docker.config, root: buildah('mount', container) }
}
