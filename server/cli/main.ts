// The command line of Lyceum's operator. It works on the database directly, whether a server runs or not.
import { readConfig } from './config.ts'
import { runCli } from './run.ts'

const write = (stream: NodeJS.WriteStream) => (line: string) => {
  stream.write(`${line}\n`)
}

// Whoever reads the output may stop before its end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCli(process.argv.slice(2), () => readConfig(), {
  say: write(process.stdout),
  complain: write(process.stderr),
})
