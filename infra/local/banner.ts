// What the person at the terminal reads once everything serves.
import { z } from 'zod'

const readyServer = z.object({
  ready: z.literal('server'),
  url: z.string(),
  demo: z.object({ instructor: z.string(), student: z.string() }).nullish(),
  setupCode: z.string().nullish(),
})

export interface BannerFacts {
  readonly publicUrl: string
  readonly data: string
  readonly logs: string
  readonly seconds: number
}

/** From the server's ready line. Anything it does not say is left out. */
export function banner(ready: unknown, facts: BannerFacts): string {
  const server = readyServer.parse(ready)
  const url = server.url || facts.publicUrl
  const lines = [`Lyceum is running at ${url} (started in ${facts.seconds.toFixed(1)} s)`, '']
  if (server.demo) {
    lines.push('A demonstration class is in progress. Open it')
    lines.push(`  as instructor  ${server.demo.instructor}`)
    lines.push(`  as student     ${server.demo.student}`, '')
  }
  if (server.setupCode) {
    lines.push('Nobody owns this installation yet. To make the owner account, open')
    lines.push(`  ${new URL('/setup', url).href} and enter the code ${server.setupCode}`, '')
  }
  lines.push(`Data: ${facts.data}   Logs: ${facts.logs}`)
  lines.push(`Look after it: LYCEUM_DATA=${facts.data} npm run lyceum -- help`, 'Stop with Ctrl-C.')
  return lines.map((line) => `  ${line}`.trimEnd()).join('\n')
}
