// The manifests as kubectl makes them, and what Kubernetes' own types keep of them; no cluster is asked.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Found } from '../setup/steps/unpacked.ts'

const run = promisify(execFile)

export interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly [key: string]: unknown
}

/** kubectl writes one after the other. */
function split(output: string): Manifest[] {
  const documents = output.trim().split(/(?<=^\})\n(?=\{)/m)
  return documents.map((text) => JSON.parse(text) as Manifest)
}

export class Kubectl {
  readonly #program: Found
  readonly #folder: string

  /** Works in the folder. */
  constructor(program: Found, folder: string) {
    this.#program = program
    this.#folder = folder
  }

  async render(kustomization: string): Promise<Manifest[]> {
    const file = join(this.#folder, 'rendered.yaml')
    await writeFile(file, await this.#run('kustomize', kustomization))
    // An annotation is the least that makes it write JSON without asking a cluster.
    const marked = ['annotate', '--local', '-f', file, '-o', 'json', 'lyceum/rendered=here']
    return split(await this.#run(...marked))
  }

  /** Read into the types of Kubernetes and written again: refused where a type is wrong, and what is unknown is gone. */
  async typed(manifest: Manifest): Promise<Manifest> {
    const file = join(this.#folder, `${manifest.kind}-${manifest.metadata.name}.json`)
    await writeFile(file, JSON.stringify(manifest))
    const image = ['set', 'image', '--local', '-f', file, '-o', 'json', '*=lyceum:typed']
    return JSON.parse(await this.#run(...image)) as Manifest
  }

  async #run(...args: string[]): Promise<string> {
    const { command, env } = this.#program
    const { stdout } = await run(command, args, { env: { ...process.env, ...env } })
    return stdout
  }
}

/** Paths that the one has and the other lacks. */
export function lost(before: unknown, after: unknown, path = ''): string[] {
  if (Array.isArray(before))
    return before.flatMap((one, n) => lost(one, (after as unknown[])[n], `${path}[${n}]`))
  if (typeof before !== 'object' || before === null) return []
  return Object.entries(before).flatMap(([key, value]) => {
    const at = `${path}.${key}`
    const there = (after as Record<string, unknown> | undefined)?.[key]
    return there === undefined ? [at] : lost(value, there, at)
  })
}
