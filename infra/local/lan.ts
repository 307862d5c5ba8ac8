// What it takes to be reached from other devices of the same network: our addresses, a certificate
// made for them, and the words and QR code that bring a phone there.
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'

export interface Certificate {
  readonly certFile: string
  readonly keyFile: string
}

const DAY = 86_400_000
/** Phones refuse certificates that live longer than 398 days. */
const LIFETIME = 397 * DAY
const RENEW_BEFORE = 30 * DAY

/** Networks that only this machine sees: containers and virtual machines. */
const internalNames = /^(docker|br-|veth|virbr|cni|flannel|lxc|vmnet|vboxnet)/

/** The IPv4 addresses that other devices may reach us at, the likeliest first. */
export function lanAddresses(interfaces = networkInterfaces()): string[] {
  return Object.entries(interfaces)
    .filter(([name]) => !internalNames.test(name))
    .flatMap(([, entries]) => entries ?? [])
    .filter(
      (entry) =>
        entry.family === 'IPv4' && !entry.internal && !entry.address.startsWith('169.254.'),
    )
    .map((entry) => entry.address)
}

/** The kept certificate when it names all of these addresses and lasts; else a new one. */
export async function ensureCertificate(
  folder: string,
  addresses: readonly string[],
  now = Date.now(),
): Promise<Certificate> {
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  const names = ['localhost', hostname()]
  const ips = ['127.0.0.1', ...addresses]
  if (existsSync(files.certFile) && existsSync(files.keyFile)) {
    const kept = new X509Certificate(readFileSync(files.certFile))
    const lasts = kept.validToDate.getTime() - now > RENEW_BEFORE
    if (lasts && ips.every((ip) => kept.checkIP(ip) !== undefined)) return files
  }
  // Loaded only here: most runs make no certificate, and it is slow to load.
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: `Lyceum on ${hostname()}` }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now - DAY + LIFETIME),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...ips.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(files.keyFile, made.private, { mode: 0o600 })
  writeFileSync(files.certFile, made.cert)
  return files
}

export function fingerprint({ certFile }: Certificate): string {
  return new X509Certificate(readFileSync(certFile)).fingerprint256
}

export async function lanNotice(url: string, certificate: Certificate | null): Promise<string> {
  const { default: qrcode } = await import('qrcode')
  const code = await qrcode.toString(url, { type: 'terminal', small: true })
  const lines = [`Other devices on this network open ${url}`, '', code]
  if (certificate) {
    lines.push(
      'The certificate was made by this machine, so the browser will warn once per device that the',
      'connection is "not private". Choose "Advanced" (iPhone: "Show Details"), then go on to the',
      'address. Compare, if you like, its SHA-256 fingerprint:',
      `  ${fingerprint(certificate)}`,
    )
  }
  return lines.join('\n')
}
