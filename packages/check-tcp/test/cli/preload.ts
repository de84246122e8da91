import { fileURLToPath } from 'node:url'

/** Arguments of Node that load a file of `preload/` before the command. */
export function preload(name: string): readonly string[] {
  return ['--require', fileURLToPath(new URL(`preload/${name}.cjs`, import.meta.url))]
}
