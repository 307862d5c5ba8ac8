import { pretend } from './process.ts'

pretend('server')
