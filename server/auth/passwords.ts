// Passwords as argon2id hashes. A check takes as long for an account that is not there.
import { hash, verify } from '@node-rs/argon2'

// OWASP's second choice of parameters: 19 MiB, two passes.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The same letters typed on different keyboards are the same password. */
const normal = (password: string): string => password.normalize('NFKC')

export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), cost)
}

let nobody: Promise<string> | null = null

export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(
    stored ?? (await (nobody ??= hashPassword('of nobody'))),
    normal(password),
  )
  return stored !== null && matches
}
